import type { Diagnostic } from "../diagnostic.ts";

/** `--format json`: the contract for scripts; fixes stay out, since they are not for a script to apply by itself. */
export function toJson(diagnostics: readonly Diagnostic[]): string {
  const rows = diagnostics.map(({ code, severity, message, hint, path, range, cell }) => ({
    code,
    severity,
    message,
    hint,
    path,
    range,
    ...(cell === undefined ? {} : { cell }),
  }));
  return `${JSON.stringify({ diagnostics: rows }, null, 2)}\n`;
}
