import { type TaskContext, unattendedTask } from "./task.ts";

/**
 * Undoes what a failed or cancelled task had made, last made first. Every undo runs, even after another one failed;
 * their errors become warnings, so that the error a person sees stays the one that mattered.
 */
export class Teardown {
  readonly #undos: { title: string; undo: (task: TaskContext) => Promise<void> }[] = [];

  /** Remembers how to undo what was just made, or is about to be. */
  push(title: string, undo: (task: TaskContext) => Promise<void>): void {
    this.#undos.push({ title, undo });
  }

  /** Runs all undos in reverse; they get a signal of their own, since the task's is aborted by now. */
  async run(task: TaskContext): Promise<void> {
    const own = unattendedTask(task.progress.bind(task));
    for (const { title, undo } of this.#undos.splice(0).reverse()) {
      try {
        await undo(own);
      } catch (error) {
        task.progress({
          type: "warning",
          message: `${title} failed: ${error instanceof Error ? error.message : error}`,
        });
      }
    }
  }
}
