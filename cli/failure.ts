import { CommanderError } from "commander";
import { exitCode } from "./exit-code.ts";
import type { Failure } from "./output/error.ts";

/** Whatever ended a command line, as a failure to show; undefined where nothing failed (`--help`, `--version`). */
export async function failureOf(error: unknown, signal: AbortSignal): Promise<Failure | undefined> {
  if (error instanceof CommanderError) return error.exitCode === 0 ? undefined : usageFailure(error);
  if (signal.aborted) return interruption(signal.reason);
  const { knownError } = await import("../core/index.ts");
  const known = knownError(error);
  if (known === undefined) return bug(error);
  const { code, message, hint, output } = known;
  return { code, message, hint, output, exitCode: exitCode.couldNotRun, stack: undefined };
}

function usageFailure(error: CommanderError): Failure {
  const [message = "", ...more] = error.message.replace(/^error: /, "").split("\n");
  const suggestion = more.join(" ").trim();
  const hint = suggestion === "" ? "See nbdev --help, or nbdev help <command>." : suggestion;
  const noCommand = error.code === "commander.help";
  return {
    code: "USAGE",
    message: noCommand ? "No command was given." : message,
    hint,
    output: [],
    exitCode: exitCode.couldNotRun,
    stack: undefined,
  };
}

function interruption(reason: unknown): Failure {
  const terminated = reason instanceof Error && "by" in reason && reason.by === "SIGTERM";
  return {
    code: "INTERRUPTED",
    message: terminated ? "Terminated." : "Interrupted.",
    hint: "Run the same command again to go on.",
    output: [],
    exitCode: terminated ? exitCode.terminated : exitCode.interrupted,
    stack: undefined,
  };
}

function bug(error: unknown): Failure {
  const what = error instanceof Error ? `${error.name}: ${error.message.split("\n")[0]}` : String(error);
  return {
    code: "BUG",
    message: `nbdev met something it should have known about (${what}).`,
    hint: "Report it, please, with the output of the same command and --verbose, and the folder that nbdev logs --export writes.",
    output: [],
    exitCode: exitCode.bug,
    stack: error instanceof Error ? (error.stack ?? error.message) : undefined,
  };
}
