import { isContinuousIntegration, type Shell } from "../shell.ts";
import { JsonReporter } from "./json-reporter.ts";
import { ListReporter } from "./list-reporter.ts";
import { PlainReporter } from "./plain-reporter.ts";
import type { Reporter } from "./reporter.ts";
import { SilentReporter } from "./silent-reporter.ts";

/** The flags that decide how progress looks, the same for every command. */
export interface ReporterOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  /** The command lines are the result: they go to stdout. */
  readonly dryRun?: boolean;
}

/** The reporter that suits who is watching: a script, nobody, a person at a terminal, or a log file. */
export function chooseReporter(shell: Pick<Shell, "stdout" | "stderr" | "env">, options: ReporterOptions): Reporter {
  if (options.json === true) return new JsonReporter(shell.stderr);
  if (options.quiet === true && options.dryRun !== true) return new SilentReporter(shell.stderr);
  const canRedraw = shell.stderr.isTTY === true && shell.stderr.columns !== 0 && shell.env.TERM !== "dumb";
  const isLive = canRedraw && !isContinuousIntegration(shell.env);
  if (isLive && options.verbose !== true && options.dryRun !== true)
    return new ListReporter(shell.stderr as NodeJS.WriteStream);
  return new PlainReporter(shell.stderr, {
    commands: options.verbose === true,
    ...(options.dryRun === true ? { commandLines: shell.stdout } : {}),
  });
}
