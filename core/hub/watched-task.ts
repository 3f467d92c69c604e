import type { ProgressEvent, TaskContext } from "../progress/index.ts";

/** A task whose progress is passed on, and kept as far as a result repeats it. */
export interface WatchedTask {
  readonly task: TaskContext;
  /** Held back, since the result says them once more; `release` passes them on where there will be no result. */
  readonly warnings: readonly string[];
  release(): void;
  /** Seconds by step id, and of all together as `total`. */
  timings(): Readonly<Record<string, number>>;
}

/** Starts the clock of `total`. */
export function watchTask(task: TaskContext): WatchedTask {
  const started = performance.now();
  const warnings: string[] = [];
  const seconds: Record<string, number> = {};
  const progress = (event: ProgressEvent) => {
    if (event.type === "step-done") seconds[event.step] = event.seconds;
    if (event.type === "warning") warnings.push(event.message);
    else task.progress(event);
  };
  return {
    task: { signal: task.signal, progress },
    warnings,
    release: () => {
      for (const message of warnings) task.progress({ type: "warning", message });
    },
    timings: () => ({ ...seconds, total: Math.round(performance.now() - started) / 1000 }),
  };
}
