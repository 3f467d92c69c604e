import type { TaskContext } from "../progress/index.ts";
import type { Command, CommandResult } from "./command.ts";

/**
 * Runs programs without a shell. When the signal aborts, the program and all its children get SIGTERM, and SIGKILL five
 * seconds later; the returned promise rejects with the signal's reason once they are gone.
 */
export interface CommandRunner {
  /** Resolves with the result of a program that exited 0; another exit code throws TOOL_FAILED with its last 20 lines. */
  run(command: Command, task: TaskContext, options?: RunOptions): Promise<CommandResult>;
  /** Like `run`, for a program whose exit code is an answer: never throws for one. */
  attempt(command: Command, task: TaskContext, options?: RunOptions): Promise<CommandResult>;
}

export interface RunOptions {
  /** Each line of stdout and stderr as it comes. */
  readonly onLine?: (line: string) => void;
}
