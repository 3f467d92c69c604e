import { styleText } from "node:util";
import { type ExitCode, exitCode } from "../exit-code.ts";
import type { Output, Shell } from "../shell.ts";
import { printable } from "./printable.ts";

/** How a command line ended without its result: what to say, in which words for scripts, and with which exit code. */
export interface Failure {
  /** A code of the catalogue (docs/errors.md), or `USAGE`, `INTERRUPTED`, `BUG`. */
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly output: readonly string[];
  readonly exitCode: ExitCode;
  /** Of a bug; shown only when details were asked for. */
  readonly stack: string | undefined;
}

/** For scripts: one object on stdout. For people: the tool's last lines, what happened, and what to do. */
export function printFailure(
  shell: Pick<Shell, "stdout" | "stderr" | "env">,
  failure: Failure,
  options: { json: boolean; verbose: boolean },
): void {
  if (options.json) {
    const { code, message, hint } = failure;
    shell.stdout.write(`${JSON.stringify({ outcome: "error", error: { code, message, hint } })}\n`);
    if (options.verbose && failure.stack !== undefined) shell.stderr.write(`${failure.stack}\n`);
    return;
  }
  if (failure.exitCode === exitCode.interrupted || failure.exitCode === exitCode.terminated) {
    shell.stderr.write(`${failure.message}\n`);
    return;
  }
  const paint = painter(shell.stderr, shell.env);
  for (const line of failure.output) shell.stderr.write(`  ${printable(line)}\n`);
  shell.stderr.write(`${paint("red", `error ${failure.code}:`)} ${failure.message}\n`);
  shell.stderr.write(`${paint("cyan", "hint:")} ${failure.hint}\n`);
  if (options.verbose && failure.stack !== undefined) shell.stderr.write(`${failure.stack}\n`);
}

/** Colours only on a terminal that wants them (no-color.org). */
function painter(output: Output, env: Shell["env"]): (color: "red" | "cyan", text: string) => string {
  const colors = output.isTTY === true && (env.NO_COLOR ?? "") === "" && env.TERM !== "dumb";
  return (color, text) => (colors ? styleText(color, text) : text);
}
