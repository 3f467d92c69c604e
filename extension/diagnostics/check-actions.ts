import * as vscode from "vscode";
import { applyFixes, type TextEdit } from "../../core/index.ts";
import { asRange } from "../as-range.ts";
import type { DiagnosedCourse } from "./diagnosed-course.ts";
import { cellOf, type EditorDocuments, fileOf } from "./editor-documents.ts";
import { type CommentedDocument, ignoreInsertion } from "./ignore-comment.ts";
import type { PlacedFinding } from "./place-findings.ts";

const fixAllKind = vscode.CodeActionKind.SourceFixAll.append("nbdev");
export const checkActionKinds = [vscode.CodeActionKind.QuickFix, fixAllKind] as const;

interface CoursesByFile {
  courseOf(uri: vscode.Uri): DiagnosedCourse | undefined;
}

/** The fixes of `nbdev check --fix`, one by one or all of a file's, and the comment that silences a finding. */
export class CheckActions implements vscode.CodeActionProvider {
  readonly #courses: CoursesByFile;

  constructor(courses: CoursesByFile) {
    this.#courses = courses;
  }

  async provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    { only, diagnostics }: vscode.CodeActionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeAction[]> {
    const course = this.#courses.courseOf(fileOf(document).uri);
    if (course === undefined) return [];
    await course.watched.settle(); // ranges of before the last key would edit the wrong place
    if (token.isCancellationRequested) return [];
    if (only?.contains(fixAllKind)) return fixAll(document, course);
    return course
      .findingsOn(document.uri)
      .filter((placed) => asRange(placed.range).intersection(range) !== undefined)
      .flatMap((placed) => {
        const shown = diagnostics.filter((one) => isOf(placed, one));
        return [...fix(placed, course, shown), ...ignore(placed, document, shown)];
      });
  }
}

function fix({ finding }: PlacedFinding, { documents }: DiagnosedCourse, shown: vscode.Diagnostic[]) {
  if (finding.fix === undefined) return [];
  const action = new vscode.CodeAction(finding.fix.title, vscode.CodeActionKind.QuickFix);
  action.edit = workspaceEdit(finding.fix.edits, documents);
  action.isPreferred = true;
  action.diagnostics = shown;
  return [action];
}

function ignore({ finding }: PlacedFinding, document: vscode.TextDocument, shown: vscode.Diagnostic[]) {
  const insertion = ignoreInsertion(finding, commented(document));
  if (insertion === undefined) return [];
  const action = new vscode.CodeAction(`Ignore ${finding.code} here`, vscode.CodeActionKind.QuickFix);
  action.edit = new vscode.WorkspaceEdit();
  action.edit.insert(document.uri, new vscode.Position(insertion.at.line, insertion.at.character), insertion.text);
  action.diagnostics = shown;
  return [action];
}

/** All fixes of this file that touch no other; those that overlap an earlier one are left for the next time. */
function fixAll(document: vscode.TextDocument, { documents, findings }: DiagnosedCourse): vscode.CodeAction[] {
  const path = documents.pathOf(document);
  const own = findings.filter(({ fix }) => fix?.edits.every((edit) => edit.path === path));
  const { applied } = applyFixes(own, () => document.getText());
  if (applied.length === 0) return [];
  const action = new vscode.CodeAction("Fix all that is certain (nbdev)", fixAllKind);
  action.edit = workspaceEdit(
    applied.flatMap(({ fix }) => fix?.edits ?? []),
    documents,
  );
  return [action];
}

function workspaceEdit(edits: readonly TextEdit[], documents: EditorDocuments): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  for (const path of new Set(edits.map((one) => one.path))) {
    edit.createFile(documents.uri(path), { ignoreIfExists: true });
  }
  for (const { path, range, newText } of edits) edit.replace(documents.uri(path), asRange(range), newText);
  return edit;
}

function commented(document: vscode.TextDocument): CommentedDocument {
  const cell = cellOf(document);
  const type = cell === undefined ? "file" : cell.kind === vscode.NotebookCellKind.Markup ? "markdown" : "code";
  return { type, lines: document.getText().split(/\r\n|\n|\r/) };
}

function isOf({ finding, range }: PlacedFinding, { source, code, range: shown }: vscode.Diagnostic): boolean {
  return source === "nbdev" && typeof code === "object" && code.value === finding.code && shown.isEqual(asRange(range));
}
