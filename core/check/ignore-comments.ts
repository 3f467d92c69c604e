import type { CheckedCourse } from "./checked-course.ts";
import { isNotebookPath, isTextPath } from "./checked-paths.ts";
import type { Diagnostic } from "./diagnostic.ts";
import type { TextLines } from "./text-lines.ts";

const comment = /(?:#|<!--)\s*nbdev:\s*ignore\s+(NB\d{3}(?:\s*,\s*NB\d{3})*)\b/;

/**
 * Whether the author has said `# nbdev: ignore NB123 reason`: on the line of the finding, alone on the line above, or,
 * where the finding is about a whole file or a whole cell, anywhere in it.
 */
export function isIgnoredByComment(diagnostic: Diagnostic, course: CheckedCourse): boolean {
  const { range } = diagnostic;
  const isWhole = range.start.line === 0 && range.end.line === 0 && range.end.character === 0;
  const texts = textsOf(diagnostic, course).filter(hasComments);
  if (isWhole) return texts.some((lines) => allLines(lines).some((line) => ignores(line, diagnostic.code)));
  const [lines] = texts;
  if (lines === undefined) return false;
  const { line } = range.start;
  const above = lines.line(line - 1);
  if (/^\s*(#|<!--)/.test(above) && ignores(above, diagnostic.code)) return true;
  for (let number = line; number <= range.end.line; number++) {
    if (ignores(lines.line(number), diagnostic.code)) return true;
  }
  return false;
}

/** Looked up once a text: most have none, and a course may have a thousand findings. */
function hasComments(lines: TextLines): boolean {
  const known = withComments.get(lines) ?? lines.text.includes("nbdev:");
  withComments.set(lines, known);
  return known;
}

const withComments = new WeakMap<TextLines, boolean>();

function textsOf({ path, cell }: Diagnostic, course: CheckedCourse): TextLines[] {
  const notebook = isNotebookPath(path) ? course.notebooks.find((candidate) => candidate.path === path) : undefined;
  if (notebook !== undefined) {
    const cells = cell === undefined ? notebook.cells : notebook.cells.filter(({ index }) => index === cell.index);
    return cells.map(({ lines }) => lines);
  }
  const text = isTextPath(path) ? course.text(path) : undefined;
  return text === undefined ? [] : [text];
}

function allLines(lines: TextLines): string[] {
  return lines.text.split(/\r\n|\n|\r/);
}

function ignores(line: string, code: string): boolean {
  return (
    comment
      .exec(line)?.[1]
      ?.split(/\s*,\s*/)
      .includes(code) ?? false
  );
}
