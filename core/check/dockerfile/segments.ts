/** A part of a Dockerfile that holds one instruction, with the comments and empty lines before it. */
export interface Segment {
  readonly text: string;
  /** Of its first character in the file. */
  readonly line: number;
  readonly offset: number;
  /** How many lines it has. */
  readonly lines: number;
  readonly isRun: boolean;
}

/**
 * Cuts a Dockerfile before each line that starts an instruction: the last line before it that is neither empty nor a
 * comment does not end with a backslash. Undefined where that is not all there is to it: with here-documents, or another
 * escape character.
 */
export function segmentsOf(text: string): Segment[] | undefined {
  if (text.includes("<<") || /^\s*#\s*escape\s*=/im.test(text)) return undefined;
  const segments: Segment[] = [];
  let start = { line: 0, offset: 0 };
  let isOpen = false;
  let isRun = false;
  let hasInstruction = false;
  let number = 0;
  const close = (offset: number) => {
    segments.push({ ...start, lines: number - start.line, isRun, text: text.slice(start.offset, offset) });
    start = { line: number, offset };
    hasInstruction = false;
  };
  for (const { 0: line, index } of text.matchAll(/[^\r\n]*(?:\r\n|\n|\r|$)/g)) {
    if (!/^\s*(#|$)/.test(line)) {
      if (!isOpen && hasInstruction) close(index);
      if (!isOpen) isRun = /^\s*RUN\s/i.test(line);
      isOpen = /\\[ \t]*[\r\n]*$/.test(line);
      hasInstruction = true;
    }
    number++;
  }
  close(text.length);
  return segments;
}
