import type { PlannedStep } from "./event.ts";
import type { TaskContext } from "./task.ts";

/** What a step may report about itself while it runs. */
export interface StepReport {
  /** A line of output of the tool that the step runs. */
  output(line: string): void;
  /** How far the step is; `total` undefined while unknown. */
  progress(current: number, total: number | undefined, unit: "bytes" | "steps"): void;
  /** A few words that stay beside the finished step, such as `3 layers, 1.2 MB`. */
  detail(text: string): void;
}

/** Runs one step of the plan: announces it, reports its end and its seconds, and refuses to start once cancelled. */
export async function runStep<T>(
  step: PlannedStep,
  task: TaskContext,
  run: (report: StepReport) => Promise<T>,
): Promise<T> {
  task.signal.throwIfAborted();
  const started = performance.now();
  const seconds = () => Math.round(performance.now() - started) / 1000;
  let detail: string | undefined;
  task.progress({ type: "step-started", step: step.id, title: step.title });
  try {
    const result = await run({
      output: (line) => task.progress({ type: "step-output", step: step.id, line }),
      progress: (current, total, unit) => task.progress({ type: "step-progress", step: step.id, current, total, unit }),
      detail: (text) => {
        detail = text;
      },
    });
    task.progress({ type: "step-done", step: step.id, seconds: seconds(), detail });
    return result;
  } catch (error) {
    task.progress({ type: "step-failed", step: step.id, seconds: seconds() });
    throw error;
  }
}
