import { CommanderError } from "commander";
import { Interruption, isNbdevError } from "../../core/index.ts";

const bugCode = 70;

/** The exit code of a command that threw. */
export function exitCodeOf(error: unknown, signal: AbortSignal): number {
  if (signal.aborted && signal.reason instanceof Interruption) return signal.reason.by === "SIGTERM" ? 143 : 130;
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  return isNbdevError(error) ? 2 : bugCode;
}

/** What a person reads: the tool's last lines, what happened, what to do. A stack only with `--verbose`. */
export function errorText(error: unknown, signal: AbortSignal, verbose: boolean): string {
  const { code, message, hint } = errorObject(error, signal).error;
  const output = isNbdevError(error) ? error.output.map((line) => `  ${line}`) : [];
  const stack = verbose && error instanceof Error ? [error.stack ?? ""] : [];
  return [...output, `error ${code}: ${message}`, ...(hint === "" ? [] : [`→ ${hint}`]), ...stack].join("\n");
}

/** The one object of `--json` for a command that threw. */
export function errorObject(error: unknown, signal: AbortSignal) {
  return { outcome: "error" as const, error: describe(error, signal) };
}

function describe(error: unknown, signal: AbortSignal): { code: string; message: string; hint: string } {
  if (signal.aborted && signal.reason instanceof Interruption) {
    return { code: "INTERRUPTED", message: `Stopped by ${signal.reason.by}; nothing half-made was left.`, hint: "" };
  }
  if (isNbdevError(error)) return { code: error.code, message: error.message, hint: error.hint };
  if (error instanceof CommanderError) {
    return { code: "USAGE", message: error.message.replace(/^error: /, ""), hint: "See nbdev --help." };
  }
  const message = `Bug of nbdev: ${error instanceof Error ? error.message : String(error)}`;
  return { code: "BUG", message, hint: "Please report it, with the output of: nbdev logs --export report" };
}
