import { remembered, rememberedBy } from "../remembered.ts";
import type { Instruction } from "./instruction.ts";

/** One simple command of a RUN instruction: the words between `&&`, `;`, `|` and line ends, without quotes. */
export interface ShellCommand {
  readonly words: readonly ShellWord[];
}

export interface ShellWord {
  readonly value: string;
  /** Offsets in the instruction's source, quotes included. */
  readonly start: number;
  readonly end: number;
  /** Of each character of `value`, and of its end; undefined where they simply count on from `start`. */
  readonly offsets?: readonly number[];
  /** Where in `value` a `<` or `>` stands outside of quotes: there the shell ends the word, and redirects. */
  readonly redirection?: number;
}

/** Where a character of a word's value stands in the instruction's source. */
export function offsetInWord({ start, offsets }: ShellWord, index: number): number {
  return offsets === undefined ? start + index : (offsets[index] ?? offsets.at(-1) ?? start);
}

/**
 * The commands that a RUN instruction starts, in order. Substitutions and expansions stay as written: this answers what
 * is called with which literal words, not what a shell would do. The same objects each time for one instruction.
 */
export const shellCommands = rememberedBy((instruction: Instruction): readonly ShellCommand[] => {
  const { json, heredocs, source, sourceOffset } = instruction;
  if (json) return execForm(instruction);
  if (heredocs.length === 0) return splitOnce(source);
  return heredocs.flatMap(({ content, offset }) => splitCommands(content, offset - sourceOffset));
});

const rememberedScripts = 5_000;
const splitOnce = remembered((script) => splitCommands(script), rememberedScripts);

function execForm({ words, source }: Instruction): ShellCommand[] {
  const [shell, flag, script] = words.map(({ value }) => value);
  const wholeArray = ({ value }: Pick<ShellWord, "value">): ShellWord => {
    const end = source.length;
    return { value, start: 0, end, offsets: [...Array(value.length).fill(0), end] };
  };
  if (script !== undefined && /(^|\/)(ba|da|z)?sh$/.test(shell ?? "") && /^-\w*c$/.test(flag ?? "")) {
    const at = source.indexOf(script);
    if (at >= 0) return splitCommands(script, at);
    return splitCommands(script).map((command) => ({ words: command.words.map(wholeArray) }));
  }
  let searched = 0;
  const placed = words.map(({ value }): ShellWord => {
    const at = source.indexOf(`"${value}"`, searched);
    if (at < 0) return wholeArray({ value });
    searched = at + value.length;
    return { value, start: at + 1, end: at + 1 + value.length };
  });
  return [{ words: placed }];
}

const blanks = /[ \t]+/y;
const continuation = /\\[ \t]*(?:\r\n|\n|\r|$)/y;
const commentOrEmptyLine = /[ \t]*(?:#[^\r\n]*)?(?:\r\n|\n|\r)/y;
const comment = /#[^\r\n]*/y;
const separators = /[;&|\n\r()]+/y;
/** What ends the plain part of a word: blanks, separators, quotes, a backslash, a redirection. */
const plain = /[^\s;&|()'"\\<>]+/y;

/** `>&1` is one redirection, not the end of a command. */
const redirection = /[<>]&?/y;

/** Splits a POSIX shell script into simple commands; a quote that never closes runs to the end. */
export function splitCommands(script: string, offset = 0): ShellCommand[] {
  const commands: ShellCommand[] = [];
  let words: ShellWord[] = [];
  let at = 0;
  const skip = (pattern: RegExp) => {
    const end = endOf(pattern, script, at);
    if (end === undefined) return false;
    at = end;
    return true;
  };
  while (at < script.length) {
    if (skip(blanks) || skip(comment)) continue;
    if (skip(continuation)) {
      // Docker drops whole comment lines and empty lines inside of a continued instruction.
      while (skip(commentOrEmptyLine));
    } else if (skip(separators)) {
      if (words.length > 0) commands.push({ words });
      words = [];
    } else if (/\s/.test(script.charAt(at))) {
      at++;
    } else {
      const word = readWord(script, at, offset);
      words.push(word);
      at = word.end - offset;
    }
  }
  if (words.length > 0) commands.push({ words });
  return commands;
}

function readWord(script: string, start: number, offset: number): ShellWord {
  const pieces: { readonly text: string; readonly at: number }[] = [];
  let redirectionAt: number | undefined;
  let length = 0;
  const push = (from: number, to: number) => {
    pieces.push({ text: script.slice(from, to), at: from });
    length += to - from;
  };
  let at = start;
  while (at < script.length) {
    const character = script.charAt(at);
    if (character === "'" || character === '"') {
      const close = closingQuote(script, at + 1, character);
      push(at + 1, close);
      at = close + 1;
    } else if (character === "\\") {
      if (/^[\r\n]?$/.test(script.charAt(at + 1))) break;
      push(at + 1, at + 2);
      at += 2;
    } else {
      const isRedirection = character === "<" || character === ">";
      const end = isRedirection ? endOf(redirection, script, at) : endOf(plain, script, at);
      if (end === undefined) break;
      if (isRedirection) redirectionAt ??= length;
      push(at, end);
      at = end;
    }
  }
  const end = Math.max(Math.min(at, script.length), start + 1);
  const value = pieces.map(({ text }) => text).join("");
  const word = {
    value,
    start: offset + start,
    end: offset + end,
    ...(redirectionAt === undefined ? {} : { redirection: redirectionAt }),
  };
  if (value.length === end - start) return word;
  const offsets = pieces.flatMap(({ text, at: from }) =>
    Array.from({ length: text.length }, (_, index) => offset + from + index),
  );
  return { ...word, offsets: [...offsets, (offsets.at(-1) ?? offset + start) + 1] };
}

/** Where a sticky pattern's match at `at` ends. */
function endOf(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

function closingQuote(script: string, start: number, quote: string): number {
  let at = start;
  while (at < script.length && script.charAt(at) !== quote) at += quote === '"' && script.charAt(at) === "\\" ? 2 : 1;
  return Math.min(at, script.length);
}
