import type { TaskContext } from "../progress/index.ts";

/** A task whose progress is passed on and kept as far as a result repeats it. */
export interface WatchedTask {
  readonly task: TaskContext;
  readonly warnings: readonly string[];
  /** Seconds by step id, and of all together as `total`. */
  timings(): Readonly<Record<string, number>>;
}

/** Starts the clock of `total`. */
export function watchTask(task: TaskContext): WatchedTask {
  const started = performance.now();
  const warnings: string[] = [];
  const seconds: Record<string, number> = {};
  const progress: TaskContext["progress"] = (event) => {
    if (event.type === "warning") warnings.push(event.message);
    if (event.type === "step-done") seconds[event.step] = event.seconds;
    task.progress(event);
  };
  return {
    task: { signal: task.signal, progress },
    warnings,
    timings: () => ({ ...seconds, total: Math.round(performance.now() - started) / 1000 }),
  };
}
