import type { ProgressEvent } from "./event.ts";

/**
 * The whole ambient world of a task: where its progress goes and what cancels it. Last parameter everywhere.
 * `signal` aborts with the reason that the shell gives (an `Interruption`); whoever started something ends it then.
 */
export interface TaskContext {
  readonly signal: AbortSignal;
  progress(event: ProgressEvent): void;
}

/** Why a task was cancelled: the terminal's SIGINT, a SIGTERM from outside, or an editor's cancel button. */
export class Interruption extends Error {
  readonly by: "SIGINT" | "SIGTERM" | "cancel";

  constructor(by: "SIGINT" | "SIGTERM" | "cancel") {
    super(`stopped by ${by}`);
    this.name = "Interruption";
    this.by = by;
  }
}

/** A task that nobody watches and nothing cancels: for tests, and for work that must finish after a cancellation. */
export function unattendedTask(progress: TaskContext["progress"] = () => undefined): TaskContext {
  return { signal: new AbortController().signal, progress };
}
