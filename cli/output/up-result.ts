import type { OpenResult, UpResult } from "../../core/index.ts";
import type { Shell } from "../shell.ts";
import { printResult } from "./result.ts";

/** The launch link alone on stdout, so that `$(nbdev up)` is it; beside it, on stderr, the link a learner will get. */
export async function printUpResult(
  shell: Shell,
  options: { readonly json?: boolean; readonly explain?: boolean },
  result: UpResult,
): Promise<void> {
  if (result.outcome === "ready") printLinks(shell, options, result);
  else printResult(shell, options, result, "");
  if (options.explain === true && options.json !== true) {
    const { deviationsTable } = await import("./deviations-table.ts");
    shell.stdout.write(`${deviationsTable(result.deviations, shell.stdout.columns)}\n`);
  }
}

/** Warnings come last: they decide whether the link in production will do the same. */
export function printLinks(shell: Shell, options: { readonly json?: boolean }, result: UpResult | OpenResult): void {
  printResult(shell, options, result, result.launchUrl);
  if (options.json === true) return;
  shell.stderr.write(`In production: ${result.productionUrl}\n`);
  for (const warning of result.warnings) shell.stderr.write(`warning: ${warning}\n`);
}
