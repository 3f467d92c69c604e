import type { Nbdev, TaskContext } from "../core/index.ts";
import type { ReporterOptions } from "./output/choose-reporter.ts";
import type { Shell } from "./shell.ts";

/**
 * Runs one piece of work against the library: its progress goes to the reporter that fits the terminal, and the
 * terminal is as before when this returns or throws.
 */
export async function runTask<T>(
  shell: Shell,
  options: ReporterOptions,
  work: (nbdev: Nbdev, task: TaskContext) => Promise<T>,
): Promise<T> {
  const [nbdev, { chooseReporter }] = await Promise.all([shell.loadNbdev(), import("./output/choose-reporter.ts")]);
  const reporter = chooseReporter(shell, options);
  const task: TaskContext = { signal: shell.signal, progress: (event) => reporter.event(event) };
  try {
    shell.signal.throwIfAborted();
    return await work(nbdev, task);
  } finally {
    await reporter.end();
  }
}
