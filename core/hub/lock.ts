import type { TaskContext } from "../progress/index.ts";

/** Lets commands that change the same hub take turns, across processes and after a SIGKILL. */
export interface Lock {
  /** Waits its turn (saying so) and runs; throws BUSY when the other one does not finish in ten minutes. */
  hold<T>(name: string, task: TaskContext, run: () => Promise<T>): Promise<T>;
}
