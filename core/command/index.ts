export { type Command, type CommandResult, pasteable } from "./command.ts";
export type { CommandRunner, RunOptions } from "./runner.ts";
