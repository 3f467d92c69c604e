import type { Shell } from "../shell.ts";

/** Writes a command's result to stdout: one JSON object with `--json`, else what a person reads. */
export function printResult(
  shell: Pick<Shell, "stdout">,
  options: { readonly json?: boolean },
  object: object,
  text: string,
): void {
  if (options.json === true) shell.stdout.write(`${JSON.stringify(object)}\n`);
  else if (text !== "") shell.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
}
