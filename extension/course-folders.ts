import * as vscode from "vscode";
import { coursesAmong } from "./courses-among.ts";

/** A course of the workspace; `label` is how a person tells it from the others. */
export interface CourseFolder {
  /** Absolute. */
  readonly directory: string;
  readonly label: string;
}

const markers = "**/{Dockerfile,nbdev.yaml}";
const notebooks = "**/*.ipynb";
const machinery = "**/{node_modules,.venv,venv,.git,.ipynb_checkpoints,__pycache__}/**";
/** One notebook makes a course; a repository with more than these has its courses found by then. */
const mostNotebooks = 5_000;
const settleMilliseconds = 300;

/** The courses of all workspace folders, searched for on first use and again after files came, went or were renamed. */
export class CourseFolders implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #watching: vscode.Disposable[];
  #found: Promise<readonly CourseFolder[]> | undefined;
  #settling: NodeJS.Timeout | undefined;

  readonly onDidChange = this.#changed.event;

  constructor() {
    const forget = () => this.#forget();
    const watchers = [markers, notebooks].map((glob) => vscode.workspace.createFileSystemWatcher(glob, false, true));
    this.#watching = [
      ...watchers,
      ...watchers.flatMap((watcher) => [watcher.onDidCreate(forget), watcher.onDidDelete(forget)]),
      // A folder that is renamed or deleted takes its files along without an event for each.
      vscode.workspace.onDidRenameFiles(forget),
      vscode.workspace.onDidDeleteFiles(forget),
      vscode.workspace.onDidChangeWorkspaceFolders(forget),
      this.#changed,
    ];
  }

  list(): Promise<readonly CourseFolder[]> {
    this.#found ??= search();
    return this.#found;
  }

  /** Searches anew at the next question, and says so. */
  forget(): void {
    this.#found = undefined;
    this.#changed.fire();
  }

  dispose(): void {
    clearTimeout(this.#settling);
    for (const each of this.#watching) each.dispose();
  }

  #forget(): void {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => this.forget(), settleMilliseconds);
  }
}

async function search(): Promise<CourseFolder[]> {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === "file");
  const found = await Promise.all(folders.map(searchFolder));
  return found.flat();
}

async function searchFolder(folder: vscode.WorkspaceFolder): Promise<CourseFolder[]> {
  const below = async (glob: string, most?: number) => {
    const pattern = new vscode.RelativePattern(folder, glob);
    const uris = await vscode.workspace.findFiles(pattern, machinery, most);
    return uris.map((uri) => uri.path.slice(folder.uri.path.replace(/\/$/, "").length + 1));
  };
  const marks = await below(markers);
  if (marks.length === 0) return [];
  return coursesAmong(marks, await below(notebooks, mostNotebooks)).map((path) => {
    const uri = path === "" ? folder.uri : vscode.Uri.joinPath(folder.uri, path);
    return { directory: uri.fsPath, label: path === "" ? folder.name : vscode.workspace.asRelativePath(uri) };
  });
}
