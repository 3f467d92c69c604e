/** Zero-based, in UTF-16 code units, as in the Language Server Protocol. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** From `start` up to, not including, `end`. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export type Severity = "error" | "warning" | "information";

/** The cell of a notebook that a range belongs to; `id` is missing before nbformat 4.5. */
export interface CellReference {
  readonly index: number;
  readonly id?: string;
}

/**
 * One finding, in the Language Server Protocol's shape: of a static rule, of an executed notebook, of a launch URL.
 * `path` is POSIX and relative to the course directory. In a notebook the range counts within the source of `cell`, and
 * without a cell it is the file's start.
 */
export interface Diagnostic {
  readonly code: string;
  readonly severity: Severity;
  /** What is wrong, with the value, as one sentence. */
  readonly message: string;
  /** What to do, as one imperative sentence. */
  readonly hint: string;
  readonly path: string;
  readonly range: Range;
  readonly cell?: CellReference;
  /** Only where it is certain: `--fix` and the editor apply it unseen. */
  readonly fix?: Fix;
}

export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

/** Replaces a range of a text file; a file that does not exist counts as empty. */
export interface TextEdit {
  readonly path: string;
  readonly range: Range;
  readonly newText: string;
}

/** The range of findings about a file as a whole. */
export const fileStart: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** Orders findings as a person reads them: by path, cell, line, column, code. */
export function inReadingOrder(a: Diagnostic, b: Diagnostic): number {
  return (
    compareText(a.path, b.path) ||
    (a.cell?.index ?? -1) - (b.cell?.index ?? -1) ||
    a.range.start.line - b.range.start.line ||
    a.range.start.character - b.range.start.character ||
    compareText(a.code, b.code)
  );
}

function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
