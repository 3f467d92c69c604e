import type { TextLines } from "../text-lines.ts";
import type { Instruction } from "./instruction.ts";

/** A RUN in shell form without flags and here-documents, before its stage is known. */
export type PlainRun = Omit<Instruction, "stage">;

/**
 * The RUN instructions of which only the extent matters, and the text with blank lines in their place. They are most of a
 * long Dockerfile, and dockerfile-ast goes through each several times, a character at a time. What has another escape
 * character or a here-document is left to it as a whole.
 */
export function separatePlainRuns(lines: TextLines): { readonly runs: readonly PlainRun[]; readonly rest: string } {
  const runs: PlainRun[] = [];
  if (/<<|^[ \t]*#[ \t]*escape/im.test(lines.text)) return { runs, rest: lines.text };
  let rest = "";
  let kept = 0;
  for (let first = 0; first < lines.count; ) {
    const last = isInstructionStart(lines.line(first)) ? lastLineOf(first, lines) : first;
    const run = last === undefined ? undefined : readRun(first, last, lines);
    if (run !== undefined) {
      const end = lines.offset(run.range.end);
      rest +=
        lines.text.slice(kept, lines.offset({ line: first, character: 0 })) + "\n".repeat(run.range.end.line - first);
      kept = end;
      runs.push(run);
    }
    first = (last ?? lines.count) + 1;
  }
  return { runs, rest: rest + lines.text.slice(kept) };
}

function isInstructionStart(line: string): boolean {
  return !/^[ \t]*(#|$)/.test(line);
}

/** Undefined where the file ends within the instruction. Comments and empty lines do not end a continued one. */
function lastLineOf(first: number, lines: TextLines): number | undefined {
  for (let number = first; number < lines.count; number++) {
    const line = lines.line(number);
    if (number > first && !isInstructionStart(line)) continue;
    if (!/\\[ \t]*$/.test(line)) return number;
  }
  return undefined;
}

function readRun(first: number, last: number, lines: TextLines): PlainRun | undefined {
  const line = lines.line(first);
  const [start, indentation = "", keyword = "", blanks = ""] =
    /^([ \t]*)(RUN)([ \t]+)(?=[\w./$("':!])/i.exec(line) ?? [];
  if (start === undefined) return undefined;
  const range = {
    start: { line: first, character: indentation.length },
    end: { line: last, character: lines.line(last).length },
  };
  const keywordEnd = indentation.length + keyword.length;
  const sourceOffset = lines.offset({ line: first, character: keywordEnd + blanks.length });
  return {
    keyword: "RUN",
    range,
    keywordRange: { start: range.start, end: { line: first, character: keywordEnd } },
    words: [],
    flags: [],
    source: lines.text.slice(sourceOffset, lines.offset(range.end)).replace(/[ \t]+$/, ""),
    sourceOffset,
    json: false,
    heredocs: [],
  };
}
