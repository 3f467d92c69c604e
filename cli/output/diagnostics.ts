import { styleText } from "node:util";
import type { CheckResult, Diagnostic } from "../../core/index.ts";
import { printable } from "./printable.ts";

type Style = (format: Parameters<typeof styleText>[0], text: string) => string;

const widestLine = 160;
const styles = { error: "red", warning: "yellow", information: "cyan" } as const;

/** Findings as a person reads them: place, severity, code and message; the line with a caret below it; what to do. */
export function diagnosticsText(result: CheckResult, colors: boolean): string {
  const style: Style = colors
    ? (format, text) => styleText(format, text, { validateStream: false })
    : (_format, text) => text;
  const blocks = result.diagnostics.map((diagnostic) => block(diagnostic, result.sourceLine(diagnostic), style));
  return [...blocks, summary(result, style)].join("\n");
}

function block(diagnostic: Diagnostic, line: string | undefined, style: Style): string {
  const { severity, code, message, hint } = diagnostic;
  const head = `${style("bold", place(diagnostic))}: ${style(styles[severity], severity)} ${code}: ${printable(message)}`;
  return [head, ...caret(diagnostic, line, style), `    ${style("dim", "→")} ${printable(hint)}`, ""].join("\n");
}

/** `path:line:column`, 1-based, as editors and terminals make links of it; in a notebook `path:cell 3:line`. */
function place({ path, cell, range }: Diagnostic): string {
  const { line, character } = range.start;
  if (cell !== undefined) return `${printable(path)}:cell ${cell.index + 1}:${line + 1}:${character + 1}`;
  return isWholeFile(range) ? printable(path) : `${printable(path)}:${line + 1}:${character + 1}`;
}

function caret({ range, severity }: Diagnostic, line: string | undefined, style: Style): string[] {
  if (line === undefined || isWholeFile(range)) return [];
  const from = Math.max(0, range.start.character - widestLine / 2);
  const shown = printable(line.slice(from, from + widestLine).replaceAll("\t", " "));
  const end = range.end.line === range.start.line ? range.end.character : line.trimEnd().length;
  const width = Math.max(1, Math.min(end, from + shown.length) - range.start.character);
  const marker = " ".repeat(range.start.character - from) + style(styles[severity], "^".repeat(width));
  return [`    ${shown}`, `    ${marker}`];
}

function summary({ diagnostics, fixed, courses }: CheckResult, style: Style): string {
  const count = (severity: Diagnostic["severity"]) => diagnostics.filter((found) => found.severity === severity).length;
  const parts = [amount(count("error"), "error"), amount(count("warning"), "warning")];
  if (count("information") > 0) parts.push(`${count("information")} for information`);
  const repaired = fixed.length > 0 ? `; ${fixed.length} fixed` : "";
  const fixable = diagnostics.filter(({ fix }) => fix !== undefined).length;
  const advice = fixable > 0 ? `; ${fixable} can be fixed with --fix` : "";
  return style("bold", `${amount(courses, "course")} checked: ${parts.join(", ")}${repaired}${advice}.`);
}

function amount(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function isWholeFile({ start, end }: Diagnostic["range"]): boolean {
  return start.line === 0 && end.line === 0 && end.character === 0;
}
