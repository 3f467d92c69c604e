import type { CheckedCourse } from "./checked-course.ts";
import { isNotebookPath, isTextPath } from "./checked-paths.ts";
import type { Diagnostic } from "./diagnostic.ts";
import type { NotebookFacts } from "./notebook/parse-notebook.ts";
import { rememberedBy } from "./remembered.ts";
import type { TextLines } from "./text-lines.ts";

const comment = /(?:#|<!--)\s*nbdev:\s*ignore\s+(NB\d{3}(?:\s*,\s*NB\d{3})*)\b/;

/**
 * Tells of a finding whether the author has said `# nbdev: ignore NB123 reason`: on its line, alone on the line above, or,
 * where it is about a whole file or a whole cell, anywhere in it.
 */
export function ignoreComments(course: CheckedCourse): (diagnostic: Diagnostic) => boolean {
  const byPath = new Map<string, readonly CommentedText[]>();
  return (diagnostic) => {
    const texts = byPath.get(diagnostic.path) ?? textsWithComments(diagnostic.path, course);
    byPath.set(diagnostic.path, texts);
    return texts.length > 0 && isIgnored(diagnostic, texts);
  };
}

function isIgnored({ code, range, cell }: Diagnostic, texts: readonly CommentedText[]): boolean {
  const isWhole = range.start.line === 0 && range.end.line === 0 && range.end.character === 0;
  const own = cell === undefined ? texts : texts.filter(({ index }) => index === cell.index);
  if (isWhole) return own.some(({ lines }) => allLines(lines).some((line) => ignores(line, code)));
  const lines = own[0]?.lines;
  if (lines === undefined) return false;
  const { line } = range.start;
  const above = lines.line(line - 1);
  if (/^\s*(#|<!--)/.test(above) && ignores(above, code)) return true;
  for (let number = line; number <= range.end.line; number++) {
    if (ignores(lines.line(number), code)) return true;
  }
  return false;
}

/** A text that has such comments, of one cell where that is part of a notebook. */
interface CommentedText {
  readonly lines: TextLines;
  readonly index?: number;
}

/** Looked up once a text and once a notebook: most have none, and a course may have a thousand findings. */
const hasComments = rememberedBy(({ text }: TextLines) => /nbdev:\s*ignore/.test(text));
const cellsWithComments = rememberedBy(({ cells }: NotebookFacts) => cells.filter(({ lines }) => hasComments(lines)));
const notebooksByPath = rememberedBy(
  (notebooks: readonly NotebookFacts[]) => new Map(notebooks.map((notebook) => [notebook.path, notebook])),
);

function textsWithComments(path: string, course: CheckedCourse): readonly CommentedText[] {
  const notebook = isNotebookPath(path) ? notebooksByPath(course.notebooks).get(path) : undefined;
  if (notebook !== undefined) return cellsWithComments(notebook);
  const lines = isTextPath(path) ? course.text(path) : undefined;
  return lines !== undefined && hasComments(lines) ? [{ lines }] : [];
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
