import type { ExitCode } from "./exit-code.ts";
import { exitCode } from "./exit-code.ts";
import { failureOf } from "./failure.ts";
import { printFailure } from "./output/error.ts";
import { createProgram } from "./program.ts";
import type { Shell } from "./shell.ts";

/** Runs one command line to its end and returns the exit code; whatever goes wrong is shown, nothing is thrown. */
export async function run(words: readonly string[], shell: Omit<Shell, "endWith">): Promise<ExitCode> {
  let code: ExitCode = exitCode.done;
  const program = createProgram({
    ...shell,
    endWith: (given) => {
      code = given;
    },
  });
  try {
    await program.parseAsync([...words], { from: "user" });
    return code;
  } catch (error) {
    const failure = await failureOf(error, shell.signal);
    if (failure === undefined) return exitCode.done;
    const flags = flagsOf(words);
    const debug = shell.env.NBDEV_DEBUG ?? "";
    printFailure(shell, failure, { json: flags.has("--json"), verbose: flags.has("--verbose") || debug !== "" });
    return failure.exitCode;
  }
}

/** Read off the words themselves: a command line that cannot be parsed must still fail in the form that was asked for. */
function flagsOf(words: readonly string[]): Set<string> {
  const end = words.indexOf("--");
  return new Set(end < 0 ? words : words.slice(0, end));
}
