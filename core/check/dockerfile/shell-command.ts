import { remembered } from "../remembered.ts";
import type { Instruction } from "./instruction.ts";

/** One simple command of a RUN instruction: the words between `&&`, `;`, `|` and line ends, without quotes. */
export interface ShellCommand {
  readonly words: readonly ShellWord[];
}

export interface ShellWord {
  readonly value: string;
  /** Offsets in the file. */
  readonly start: number;
  readonly end: number;
}

/**
 * The commands that a RUN instruction starts, in order. Substitutions and expansions stay as written: this answers what
 * is called with which literal words, not what a shell would do.
 */
export function shellCommands(instruction: Instruction): ShellCommand[] {
  const known = commandsOf.get(instruction) ?? readCommands(instruction);
  commandsOf.set(instruction, known);
  return known;
}

const commandsOf = new WeakMap<Instruction, ShellCommand[]>();

function readCommands(instruction: Instruction): ShellCommand[] {
  if (instruction.json) {
    const [shell, flag, script] = instruction.words.map(({ value }) => value);
    if (
      shell !== undefined &&
      /(^|\/)(ba|da|z)?sh$/.test(shell) &&
      /^-\w*c$/.test(flag ?? "") &&
      script !== undefined
    ) {
      const at = instruction.source.indexOf(script);
      return splitCommands(script, instruction.sourceOffset + Math.max(at, 0));
    }
    const start = instruction.sourceOffset;
    const words = instruction.words.map(({ value }) => ({ value, start, end: start + instruction.source.length }));
    return [{ words }];
  }
  if (instruction.heredocs.length > 0) {
    return instruction.heredocs.flatMap(({ content, offset }) => splitCommands(content, offset));
  }
  return splitCommands(instruction.source, instruction.sourceOffset);
}

/** Splits a POSIX shell script that begins at `offset` into simple commands; a quote that never closes runs to the end. */
export function splitCommands(script: string, offset = 0): ShellCommand[] {
  return splitScript(script).map(({ words }) => ({
    words: words.map(({ value, start, end }) => ({ value, start: offset + start, end: offset + end })),
  }));
}

const rememberedScripts = 1_000;
const splitScript = remembered(readScript, rememberedScripts);

function readScript(script: string): ShellCommand[] {
  const commands: ShellCommand[] = [];
  let words: ShellWord[] = [];
  const endCommand = () => {
    if (words.length > 0) commands.push({ words });
    words = [];
  };
  let at = 0;
  while (at < script.length) {
    const character = script.charAt(at);
    const continuation = /^\\[ \t]*(\r\n|\n|\r|$)/.exec(script.slice(at, at + 64));
    if (continuation !== null) {
      at = afterContinuation(script, at + continuation[0].length);
    } else if (character === " " || character === "\t") {
      at++;
    } else if (character === "#") {
      at = endOfLine(script, at);
    } else if (/[;&|\n\r()]/.test(character)) {
      endCommand();
      at++;
    } else {
      const word = readWord(script, at);
      words.push({ value: word.value, start: at, end: word.end });
      at = word.end;
    }
  }
  endCommand();
  return commands;
}

/** Docker drops whole comment lines and empty lines inside of a continued instruction. */
function afterContinuation(script: string, at: number): number {
  let next = at;
  for (;;) {
    const skipped = /^[ \t]*(#[^\r\n]*)?(\r\n|\n|\r)/.exec(script.slice(next, next + 4096));
    if (skipped === null || (skipped[1] === undefined && skipped[0].trim() !== "")) return next;
    next += skipped[0].length;
  }
}

function endOfLine(script: string, at: number): number {
  const end = script.slice(at).search(/[\r\n]/);
  return end < 0 ? script.length : at + end;
}

function readWord(script: string, start: number): { value: string; end: number } {
  let value = "";
  let at = start;
  while (at < script.length) {
    const character = script.charAt(at);
    if (/[\s;&|()]/.test(character)) break;
    if (character === "'" || character === '"') {
      const close = closingQuote(script, at + 1, character);
      value += script.slice(at + 1, close);
      at = close + 1;
    } else if (character === "\\") {
      if (/[\r\n]/.test(script.charAt(at + 1))) break;
      value += script.charAt(at + 1);
      at += 2;
    } else {
      value += character;
      at++;
    }
  }
  return { value, end: Math.min(at, script.length) };
}

function closingQuote(script: string, start: number, quote: string): number {
  let at = start;
  while (at < script.length && script.charAt(at) !== quote) at += quote === '"' && script.charAt(at) === "\\" ? 2 : 1;
  return Math.min(at, script.length);
}
