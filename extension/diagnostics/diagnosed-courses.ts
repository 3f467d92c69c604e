import * as vscode from "vscode";
import { DiskCourseFiles } from "../../core/index.ts";
import { CheckActions, checkActionKinds } from "./check-actions.ts";
import { courseFiles, notebookCells } from "./course-documents.ts";
import { pathWithin } from "./course-path.ts";
import { DiagnosedCourse } from "./diagnosed-course.ts";
import { type EditorDocument, fileOf, textOf } from "./editor-documents.ts";

/** The courses of which a file has been open, each kept checked from then on. */
export class DiagnosedCourses implements vscode.Disposable {
  readonly #files = new DiskCourseFiles();
  readonly #collection = vscode.languages.createDiagnosticCollection("nbdev");
  readonly #courses = new Map<string, DiagnosedCourse>();
  readonly #watchers = new Map<string, vscode.Disposable>();
  readonly #log: vscode.LogOutputChannel;
  readonly #extension: vscode.Uri;
  readonly #listening: vscode.Disposable;
  #isClosed = false;

  constructor({ extensionUri }: vscode.ExtensionContext, log: vscode.LogOutputChannel) {
    this.#log = log;
    this.#extension = extensionUri;
    const { workspace, languages } = vscode;
    this.#listening = vscode.Disposable.from(
      this.#collection,
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.#edited(fileOf(document));
      }),
      workspace.onDidChangeNotebookDocument(({ notebook, contentChanges, metadata }) => {
        if (contentChanges.length > 0 || metadata !== undefined) this.#edited(notebook);
      }),
      workspace.onDidOpenNotebookDocument((notebook) => this.#edited(notebook)),
      workspace.onDidCloseTextDocument((document) => this.#closed(document)),
      workspace.onDidCloseNotebookDocument((notebook) => this.#closed(notebook)),
      workspace.onDidChangeWorkspaceFolders(({ removed }) => {
        for (const folder of removed) this.#leave(folder);
      }),
      languages.registerCodeActionsProvider([...courseFiles, notebookCells], new CheckActions(this), {
        providedCodeActionKinds: [...checkActionKinds],
      }),
    );
  }

  /** Begins with the course of a document, if it belongs to one. */
  async opened(document: EditorDocument): Promise<void> {
    const { uri } = document;
    const folder = vscode.workspace.getWorkspaceFolder(uri);
    if (folder === undefined) return;
    if (this.courseOf(uri) !== undefined) return this.#edited(document);
    const directory = await this.#files.courseOf(uri.fsPath, folder.uri.fsPath);
    if (directory === undefined || this.#isClosed || this.#courses.has(directory)) return;
    const course = new DiagnosedCourse(directory, this.#files, this.#collection, this.#log, this.#extension);
    this.#courses.set(directory, course);
    this.#watch(folder);
    const { textDocuments, notebookDocuments } = vscode.workspace;
    for (const open of [...textDocuments, ...notebookDocuments]) this.#edited(open);
  }

  courseOf(uri: vscode.Uri): DiagnosedCourse | undefined {
    return [...this.#courses.values()].find(({ documents }) => documents.pathOfFile(uri) !== undefined);
  }

  dispose(): void {
    this.#isClosed = true;
    for (const course of this.#courses.values()) course.dispose();
    for (const watcher of this.#watchers.values()) watcher.dispose();
    this.#listening.dispose();
    this.#courses.clear();
    this.#watchers.clear();
  }

  #edited(document: EditorDocument): void {
    const course = this.courseOf(document.uri);
    const path = course?.documents.pathOf(document);
    if (path !== undefined) course?.watched.edited(path, () => textOf(document));
  }

  #closed(document: EditorDocument): void {
    const course = this.courseOf(document.uri);
    const path = course?.documents.pathOf(document);
    if (path !== undefined) course?.watched.closed(path);
  }

  /** All of a folder: of one that is deleted or renamed only its own path is told, and it may hold several courses. */
  #watch(folder: vscode.WorkspaceFolder): void {
    const key = folder.uri.toString();
    if (this.#watchers.has(key)) return;
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, "**"));
    const changed = ({ fsPath }: vscode.Uri) => {
      for (const { watched } of this.#courses.values()) {
        const path = pathWithin(watched.directory, fsPath);
        if (path !== undefined) watched.changedOnDisk(path);
        else if (pathWithin(fsPath, watched.directory) !== undefined) watched.changedOnDisk("");
      }
    };
    const listeners = [watcher.onDidCreate(changed), watcher.onDidChange(changed), watcher.onDidDelete(changed)];
    this.#watchers.set(key, vscode.Disposable.from(watcher, ...listeners));
  }

  #leave(folder: vscode.WorkspaceFolder): void {
    this.#watchers.get(folder.uri.toString())?.dispose();
    this.#watchers.delete(folder.uri.toString());
    for (const [directory, course] of this.#courses) {
      if (pathWithin(folder.uri.fsPath, directory) === undefined) continue;
      course.dispose();
      this.#courses.delete(directory);
    }
  }
}
