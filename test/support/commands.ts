import type { Command, CommandResult, CommandRunner } from "../../core/command/index.ts";

/** Fails for every program: of a thing that must not need any. */
export const noCommands: CommandRunner = {
  run: () => Promise.reject(new Error("no command is needed")),
  attempt: () => Promise.reject(new Error("no command is needed")),
};

/** Answers each program with what was recorded, or throws it; remembers what was asked for. */
export function recordedCommands(
  answer: Partial<CommandResult> | Error,
): CommandRunner & { readonly asked: Command[] } {
  const asked: Command[] = [];
  const attempt = async (command: Command): Promise<CommandResult> => {
    asked.push(command);
    if (answer instanceof Error) throw answer;
    return { stdout: "", stderr: "", exitCode: 0, ...answer };
  };
  return { asked, attempt, run: attempt };
}
