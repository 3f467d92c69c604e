import * as vscode from "vscode";
import { isNotebookPath, isTextPath } from "../../core/index.ts";
import { pathWithin } from "./course-path.ts";
import { notebookText } from "./notebook-text.ts";
import type { OpenDocuments } from "./place-findings.ts";

export type EditorDocument = vscode.TextDocument | vscode.NotebookDocument;

/** What the editor has open of one course. */
export class EditorDocuments implements OpenDocuments {
  readonly #directory: vscode.Uri;

  constructor(directory: string) {
    this.#directory = vscode.Uri.file(directory);
  }

  uri(path: string): vscode.Uri {
    return vscode.Uri.joinPath(this.#directory, path);
  }

  file(path: string): string {
    return this.uri(path).toString();
  }

  cells(path: string): readonly string[] | undefined {
    const uri = this.file(path);
    const notebook = vscode.workspace.notebookDocuments.find((open) => open.uri.toString() === uri);
    return notebook?.getCells().map(({ document }) => document.uri.toString());
  }

  /** Undefined for what is not saved anywhere, not in this course, or of no concern to the rules. */
  pathOf({ uri }: EditorDocument): string | undefined {
    const path = this.pathOfFile(uri);
    return path !== undefined && (isTextPath(path) || isNotebookPath(path)) ? path : undefined;
  }

  pathOfFile({ scheme, fsPath }: vscode.Uri): string | undefined {
    return scheme === "file" ? pathWithin(this.#directory.fsPath, fsPath) : undefined;
  }
}

/** The file that a document is, or is a cell of. */
export function fileOf(document: vscode.TextDocument): EditorDocument {
  return cellOf(document)?.notebook ?? document;
}

export function cellOf(document: vscode.TextDocument): vscode.NotebookCell | undefined {
  if (document.uri.scheme !== "vscode-notebook-cell") return undefined;
  const uri = document.uri.toString();
  for (const notebook of vscode.workspace.notebookDocuments) {
    const cell = notebook.getCells().find((candidate) => candidate.document.uri.toString() === uri);
    if (cell !== undefined) return cell;
  }
  return undefined;
}

/** What the editor shows of a file, in the form that the file has. */
export function textOf(document: EditorDocument): string {
  if (!("notebookType" in document)) return document.getText();
  const cells = document.getCells().map((cell) => ({
    isCode: cell.kind === vscode.NotebookCellKind.Code,
    language: cell.document.languageId,
    text: cell.document.getText(),
    metadata: cell.metadata,
  }));
  return notebookText({ metadata: document.metadata, cells });
}
