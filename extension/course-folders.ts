import { basename } from "node:path";
import * as vscode from "vscode";
import type { HubStatus } from "../core/index.ts";
import { isWithin } from "./choose-course.ts";
import { courseAbove } from "./course-above.ts";
import { coursesAmong } from "./courses-among.ts";

/** A course of the workspace; `label` is how a person tells it from the others. */
export interface CourseFolder {
  /** Absolute. */
  readonly directory: string;
  readonly label: string;
  /** Where its hub lives; known only of a course whose folder, with its settings, is gone. */
  readonly runtime?: HubStatus["runtime"];
}

const markers = "**/{Dockerfile,nbdev.yaml}";
const notebooks = "**/*.ipynb";
const machinery = "**/{node_modules,.venv,venv,.git,.ipynb_checkpoints,__pycache__}/**";
/** One notebook makes a course; a repository with more than these has its courses found by then. */
const mostNotebooks = 5_000;
const settleMilliseconds = 300;
const adoptedCourse = "nbdev.courseAbove";

/**
 * The courses of all workspace folders, searched for on first use and again after files came, went or were renamed; of a
 * folder inside a course, that course, once a person has agreed to it.
 */
export class CourseFolders implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #watching: vscode.Disposable[];
  readonly #memory: Pick<vscode.Memento, "get" | "update">;
  #found: Promise<readonly CourseFolder[]> | undefined;
  #settling: NodeJS.Timeout | undefined;

  readonly onDidChange = this.#changed.event;

  constructor(memory: Pick<vscode.Memento, "get" | "update">) {
    this.#memory = memory;
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
    this.#found ??= search(this.#memory.get<string>(adoptedCourse));
    return this.#found;
  }

  /** The course that a workspace folder lies inside of; nobody has agreed to it yet. */
  async above(): Promise<CourseFolder | undefined> {
    for (const { uri } of folders()) {
      const directory = await courseAbove(uri.fsPath, exists);
      if (directory !== undefined) return { directory, label: basename(directory) };
    }
    return undefined;
  }

  /** From here on the course counts as one of this workspace. */
  async adopt({ directory }: CourseFolder): Promise<void> {
    await this.#memory.update(adoptedCourse, directory);
    this.forget();
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

async function search(adopted: string | undefined): Promise<CourseFolder[]> {
  const found = (await Promise.all(folders().map(searchFolder))).flat();
  const isAbove = adopted !== undefined && folders().some(({ uri }) => isWithin(uri.fsPath, adopted));
  return isAbove && (await exists(adopted)) ? [...found, { directory: adopted, label: basename(adopted) }] : found;
}

function folders(): vscode.WorkspaceFolder[] {
  return (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === "file");
}

async function exists(path: string): Promise<boolean> {
  return vscode.workspace.fs.stat(vscode.Uri.file(path)).then(
    () => true,
    () => false,
  );
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
