import type { Diagnostic } from "../diagnostic.ts";

const commands = { error: "error", warning: "warning", information: "notice" } as const;

/** `--format github`: workflow commands, which GitHub Actions shows as annotations of the changed lines. */
export function toGithub(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map((diagnostic) => `${annotation(diagnostic)}\n`).join("");
}

function annotation({ code, severity, message, hint, path, range, cell }: Diagnostic): string {
  const place =
    cell === undefined
      ? {
          line: range.start.line + 1,
          endLine: range.end.line + 1,
          col: range.start.character + 1,
          endColumn: range.end.character + 1,
        }
      : { line: 1 };
  const properties = Object.entries({ file: path, ...place, title: code }).map(
    ([name, value]) => `${name}=${escapeProperty(String(value))}`,
  );
  const where = cell === undefined ? "" : `cell ${cell.index + 1}, line ${range.start.line + 1}: `;
  return `::${commands[severity]} ${properties.join(",")}::${escapeData(`${where}${message} ${hint}`)}`;
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
