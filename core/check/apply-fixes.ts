import type { Diagnostic, Fix, TextEdit } from "./diagnostic.ts";
import { TextLines } from "./text-lines.ts";

/** What a set of fixes makes of the texts they touch. */
export interface FixedTexts {
  /** By path; only those that change. */
  readonly texts: ReadonlyMap<string, string>;
  readonly applied: readonly Diagnostic[];
  /** Their edits overlap those of an earlier fix: check again, then fix again. */
  readonly postponed: readonly Diagnostic[];
}

/** Applies every fix that does not overlap an earlier one; `textOf` gives undefined for a file that does not exist. */
export function applyFixes(
  diagnostics: readonly Diagnostic[],
  textOf: (path: string) => string | undefined,
): FixedTexts {
  const edits = new Map<string, { from: number; to: number; newText: string }[]>();
  const lines = new Map<string, TextLines>();
  const linesOf = (path: string) => {
    const known = lines.get(path) ?? new TextLines(textOf(path) ?? "");
    lines.set(path, known);
    return known;
  };
  const applied: Diagnostic[] = [];
  const postponed: Diagnostic[] = [];
  for (const diagnostic of diagnostics) {
    if (diagnostic.fix === undefined) continue;
    const placed = place(diagnostic.fix, linesOf);
    const overlaps = placed.some((edit) =>
      (edits.get(edit.path) ?? []).some((other) => edit.from < other.to && other.from < edit.to),
    );
    (overlaps ? postponed : applied).push(diagnostic);
    if (overlaps) continue;
    for (const { path, ...edit } of placed) edits.set(path, [...(edits.get(path) ?? []), edit]);
  }
  const texts = new Map([...edits].map(([path, list]) => [path, edited(linesOf(path), list)]));
  return { texts, applied, postponed };
}

function place({ edits }: Fix, linesOf: (path: string) => TextLines) {
  return edits.map(({ path, range, newText }: TextEdit) => {
    const lines = linesOf(path);
    const ending = lines.text.includes("\r\n") ? newText.replace(/\r?\n/g, "\r\n") : newText;
    return { path, from: lines.offset(range.start), to: lines.offset(range.end), newText: ending };
  });
}

function edited({ text }: TextLines, edits: readonly { from: number; to: number; newText: string }[]): string {
  let result = text;
  for (const { from, to, newText } of [...edits].sort((a, b) => b.from - a.from)) {
    result = result.slice(0, from) + newText + result.slice(to);
  }
  return result;
}
