import type { CourseChecker, CourseFindings } from "../../core/index.ts";
import { LatestRun } from "./latest-run.ts";

export interface CourseReports {
  findings(found: CourseFindings): void;
  failed(error: unknown): void;
}

const pauseMilliseconds = 40;

/** A course of which something is open in the editor: each change leads, after a short pause, to a report of all findings. */
export class WatchedCourse {
  readonly directory: string;
  readonly #checker: CourseChecker;
  readonly #run: LatestRun;
  readonly #texts = new Map<string, () => string>();
  #changed = new Set<string>();

  constructor(checker: CourseChecker, reports: CourseReports, pause = pauseMilliseconds) {
    this.directory = checker.directory;
    this.#checker = checker;
    this.#run = new LatestRun((signal) => this.#check(signal, reports), reports.failed, pause);
    this.#run.ask();
  }

  /** An editor shows the file; `text` is asked for once, when it is needed. */
  edited(path: string, text: () => string): void {
    this.#texts.set(path, text);
    this.#run.ask();
  }

  /** No editor shows the file any more. */
  closed(path: string): void {
    this.#texts.delete(path);
    this.#checker.forgetText(path);
    this.#run.ask();
  }

  /** Something was written, deleted or moved there; of a folder, its own path is enough. `""` is the course. */
  changedOnDisk(path: string): void {
    if (isInsideClosedFolder(path)) return;
    this.#changed.add(path);
    this.#run.ask();
  }

  /** Resolves once all changes so far are reported. */
  settle(): Promise<void> {
    return this.#run.settle();
  }

  stop(): void {
    this.#run.stop();
  }

  async #check(signal: AbortSignal, reports: CourseReports): Promise<void> {
    for (const [path, text] of this.#texts) this.#checker.setText(path, text());
    this.#texts.clear();
    const changed = this.#changed;
    this.#changed = new Set();
    try {
      await this.#checker.refresh(changed);
    } catch (error) {
      for (const path of changed) this.#changed.add(path); // the next run tries again
      throw error;
    }
    const found = await this.#checker.check(signal);
    if (!signal.aborted) reports.findings(found);
  }
}

/** Git, package managers and Jupyter write there all the time; to a course, such a folder only is there or not. */
function isInsideClosedFolder(path: string): boolean {
  return /(^|\/)(\.git|node_modules|\.venv|venv|__pycache__|\.ipynb_checkpoints)\/./.test(path);
}
