import type { Position, Range } from "./diagnostic.ts";

/** A text by lines and offsets; `\n`, `\r\n` and a lone `\r` end a line, and are no part of it. */
export class TextLines {
  readonly text: string;
  readonly #starts: number[] = [0];

  constructor(text: string) {
    this.text = text;
    for (const match of text.matchAll(/\r\n|\n|\r/g)) this.#starts.push(match.index + match[0].length);
  }

  get count(): number {
    return this.#starts.length;
  }

  /** The line without its end; empty past the last one. */
  line(number: number): string {
    const start = this.#starts[number];
    if (start === undefined) return "";
    return this.text.slice(start, this.#starts[number + 1]).replace(/[\r\n]+$/, "");
  }

  position(offset: number): Position {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: offset - (this.#starts[low] ?? 0) };
  }

  offset({ line, character }: Position): number {
    return Math.min((this.#starts[line] ?? this.text.length) + character, this.text.length);
  }

  range(from: number, to: number): Range {
    const start = this.position(from);
    const isOneLine = from <= to && to < (this.#starts[start.line + 1] ?? Number.POSITIVE_INFINITY);
    const end = isOneLine ? { line: start.line, character: start.character + to - from } : this.position(to);
    return { start, end };
  }

  /** A whole line, without its end and its indentation. */
  lineRange(number: number): Range {
    const line = this.line(number);
    const character = line.length - line.trimStart().length;
    return {
      start: { line: number, character },
      end: { line: number, character: Math.max(character, line.trimEnd().length) },
    };
  }
}
