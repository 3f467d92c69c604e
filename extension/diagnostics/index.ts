import * as vscode from "vscode";
import { courseFiles, notebookType } from "./course-documents.ts";
import type { DiagnosedCourses } from "./diagnosed-courses.ts";

/**
 * Shows what `nbdev check` finds in the courses whose files are opened, while they are typed. Until then it only listens;
 * the checks are loaded with the first such file. Reads files, and starts no process and opens no socket.
 */
export function registerDiagnostics(context: vscode.ExtensionContext, log: vscode.LogOutputChannel): vscode.Disposable {
  let courses: Promise<DiagnosedCourses> | undefined;
  const isEnabled = () => vscode.workspace.getConfiguration("nbdev").get("check.enable", true);
  const opened = (document: vscode.TextDocument | vscode.NotebookDocument) => {
    if (!isEnabled() || !isOfCourse(document)) return;
    courses ??= import("./diagnosed-courses.ts").then(({ DiagnosedCourses }) => new DiagnosedCourses(context, log));
    courses
      .then((loaded) => loaded.opened(document))
      .catch((error: unknown) => log.error(error instanceof Error ? error : String(error)));
  };
  const openAll = () => {
    for (const document of vscode.workspace.textDocuments) opened(document);
    for (const notebook of vscode.workspace.notebookDocuments) opened(notebook);
  };
  const close = () => {
    courses?.then((loaded) => loaded.dispose()).catch(() => undefined); // logged where it was asked for
    courses = undefined;
  };
  openAll();
  return vscode.Disposable.from(
    vscode.workspace.onDidOpenTextDocument(opened),
    vscode.workspace.onDidOpenNotebookDocument(opened),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (!event.affectsConfiguration("nbdev.check.enable")) return;
      if (isEnabled()) openAll();
      else close();
    }),
    { dispose: close },
  );
}

function isOfCourse(document: vscode.TextDocument | vscode.NotebookDocument): boolean {
  if ("notebookType" in document) return document.notebookType === notebookType && document.uri.scheme === "file";
  return vscode.languages.match(courseFiles, document) > 0;
}
