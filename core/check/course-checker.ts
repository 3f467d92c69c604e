import { isNbdevError } from "../errors/index.ts";
import { productionCourses } from "../production/courses.ts";
import type { CourseFiles } from "./check.ts";
import { isCheckedPath, isNotebookPath } from "./checked-paths.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { FactsMemo } from "./facts-memo.ts";
import { runChecksInSlices } from "./run-checks.ts";
import { type CheckSettings, defaultCheckSettings, readCheckSettings } from "./settings.ts";
import { type CourseSnapshot, type SnapshotFile, withoutByteOrderMark } from "./snapshot.ts";

/** In bytes: above it, an editor's checks would cost more than the moment between two keys. `nbdev check` reads more. */
const largestChecked = 5_000_000;

/** Of more changes (another branch was checked out) the whole course is listed: that costs less. */
const mostListed = 100;

export interface CourseFindings {
  readonly diagnostics: readonly Diagnostic[];
  /** Files that no rule looked into because they have more than 5 MB. */
  readonly skipped: readonly { readonly path: string; readonly size: number }[];
}

/**
 * One course, kept checked while it is edited: unsaved texts win over the disk, and each call reads and costs only what
 * changed since the last. Paths are POSIX and relative to the course directory.
 */
export class CourseChecker {
  readonly directory: string;
  readonly #files: CourseFiles;
  readonly #memo = new FactsMemo();
  readonly #unsaved = new Map<string, UnsavedText>();
  #onDisk: ReadonlyMap<string, SnapshotFile> | undefined;
  #settings: { readonly name: string | undefined; readonly settings: CheckSettings } = noSettings;
  #edits = 0;

  constructor(directory: string, files: CourseFiles) {
    this.directory = directory;
    this.#files = files;
  }

  /** What an editor shows of a file; of a notebook, without its outputs. Counts only while the file is on the disk. */
  setText(path: string, text: string): void {
    if (this.#unsaved.get(path)?.text === text) return;
    this.#unsaved.set(path, { text: withoutByteOrderMark(text), version: `edit ${++this.#edits}` });
  }

  /** From here on the disk counts again. */
  forgetText(path: string): void {
    this.#unsaved.delete(path);
  }

  /** After file events: lists again what is at these paths, files and directories, and nothing else. */
  async refresh(paths: Iterable<string>): Promise<void> {
    if (this.#onDisk === undefined) return; // all of it is read at the first check
    const changed = new Set(paths);
    const asked = changed.size > mostListed ? [""] : [...changed];
    let files = [...this.#onDisk];
    for (const path of asked) {
      const found = await this.#files.read(this.directory, path);
      files = [...files.filter(([known]) => !isAtOrBelow(known, path)), ...found];
    }
    this.#onDisk = new Map(files.sort(([a], [b]) => (a < b ? -1 : 1)));
    this.#memo.forgetAllBut(this.#onDisk);
  }

  /** All findings of the course as it is now; rejects once `signal` is aborted. */
  async check(signal: AbortSignal): Promise<CourseFindings> {
    this.#onDisk ??= await this.#files.read(this.directory);
    signal.throwIfAborted();
    const files = this.#edited(this.#onDisk);
    const { name, settings } = this.#readSettings(files.get("nbdev.yaml")?.text());
    const snapshot: CourseSnapshot = { name, files, production: productionCourses, image: undefined };
    const diagnostics = await runChecksInSlices(snapshot, { settings, memo: this.#memo }, signal);
    const skipped = [...files.values()].filter((file) => isTooLarge(file) && isCheckedPath(file.path));
    return { diagnostics, skipped: skipped.map(({ path, size }) => ({ path, size })) };
  }

  #edited(onDisk: ReadonlyMap<string, SnapshotFile>): Map<string, SnapshotFile> {
    const files = new Map<string, SnapshotFile>();
    for (const [path, file] of onDisk) {
      const unsaved = this.#unsaved.get(path);
      const shown = unsaved === undefined ? file : withText(file, unsaved);
      files.set(path, isTooLarge(shown) ? { ...shown, text: () => undefined } : shown);
    }
    return files;
  }

  /** Those of the last valid nbdev.yaml: while one is typed, no finding comes and goes; a rule says what is wrong. */
  #readSettings(text: string | undefined) {
    try {
      this.#settings = text === undefined ? noSettings : readCheckSettings("nbdev.yaml", text);
    } catch (error) {
      if (!isNbdevError(error, "SETTINGS_INVALID")) throw error;
    }
    return this.#settings;
  }
}

const noSettings = { name: undefined, settings: defaultCheckSettings };

interface UnsavedText {
  readonly text: string;
  readonly version: string;
}

/** A notebook keeps the disk's size: its outputs are there. */
function withText({ path, size }: SnapshotFile, { text, version }: UnsavedText): EditedFile {
  const own = Buffer.byteLength(text);
  return { path, size: isNotebookPath(path) ? Math.max(size, own) : own, textSize: own, version, text: () => text };
}

/** `textSize`: of what there is to read, where that is not the file. */
type EditedFile = SnapshotFile & { readonly textSize?: number };

function isTooLarge({ size, textSize = size }: EditedFile): boolean {
  return textSize > largestChecked;
}

function isAtOrBelow(path: string, directory: string): boolean {
  return directory === "" || path === directory || path.startsWith(`${directory}/`);
}
