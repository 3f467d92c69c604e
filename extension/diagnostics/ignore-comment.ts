import type { Diagnostic, Position } from "../../core/index.ts";

/** An insertion into the document that shows the finding. */
export interface Insertion {
  readonly at: Position;
  readonly text: string;
}

export interface CommentedDocument {
  /** The path of the file, or `code` or `markdown` for a cell. */
  readonly type: "file" | "code" | "markdown";
  readonly lines: readonly string[];
}

/**
 * The comment `nbdev: ignore` that silences a finding, in a form that the file's language takes for one: alone on the
 * line above, joined to one that is there, or at the end of a line of text. Undefined where no comment can stand.
 */
export function ignoreInsertion(finding: Diagnostic, { type, lines }: CommentedDocument): Insertion | undefined {
  if (finding.code === "NB403" || (type === "file" && !takesComments(finding.path))) return undefined;
  const isWhole = finding.range.end.line === 0 && finding.range.end.character === 0;
  const line = isWhole ? firstFreeLine(finding.path, type, lines) : finding.range.start.line;
  if (type === "markdown") {
    const text = lines[line] ?? "";
    return joined(lines, [line], finding.code) ?? at(line, text.length, ` <!-- nbdev: ignore ${finding.code} -->`);
  }
  if (type === "code" && line === 0 && /^\s*%%/.test(lines[0] ?? "")) return undefined; // a cell magic comes first
  const indentation = /^[ \t]*/.exec(lines[line] ?? "")?.[0] ?? "";
  const above = `${indentation}# nbdev: ignore ${finding.code}\n`;
  const candidates = isWhole ? [...lines.keys()] : isOnlyComment(lines[line - 1]) ? [line - 1, line] : [line];
  return joined(lines, candidates, finding.code) ?? at(line, 0, above);
}

function takesComments(path: string): boolean {
  return /(^|\/)(Dockerfile|\.dockerignore|launch_urls)$|\.(txt|ya?ml|py)$/.test(path);
}

const directive = /^[ \t]*#[ \t]*(syntax|escape|check)[ \t]*=/i;

/** A Dockerfile's directives stop at the first other comment; a cell magic stops being one. */
function firstFreeLine(path: string, type: CommentedDocument["type"], lines: readonly string[]): number {
  if (type !== "file" || !/(^|\/)Dockerfile$/.test(path)) return 0;
  const first = lines.findIndex((line) => !directive.test(line));
  return first < 0 ? lines.length : first;
}

function isOnlyComment(line = ""): boolean {
  return /^\s*#/.test(line);
}

/** One more code for a comment that already silences others there. */
function joined(lines: readonly string[], candidates: readonly number[], code: string): Insertion | undefined {
  for (const line of candidates) {
    const match = /(?:#|<!--)\s*nbdev:\s*ignore\s+NB\d{3}(?:\s*,\s*NB\d{3})*/.exec(lines[line] ?? "");
    if (match !== null) return at(line, match.index + match[0].length, `, ${code}`);
  }
  return undefined;
}

function at(line: number, character: number, text: string): Insertion {
  return { at: { line, character }, text };
}
