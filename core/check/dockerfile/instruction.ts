import type { Range } from "../diagnostic.ts";

/** One instruction of a Dockerfile, with its variables put in as far as the file itself defines them. */
export interface Instruction {
  /** Upper-case. */
  readonly keyword: string;
  /** From the keyword to the last character, over all continuation lines. */
  readonly range: Range;
  readonly keywordRange: Range;
  /** Arguments without flags and without here-documents; none of a RUN in shell form. */
  readonly words: readonly Word[];
  readonly flags: readonly { readonly name: string; readonly value: string }[];
  /** Arguments as written, after the flags: continuation lines, comments and here-documents included. */
  readonly source: string;
  /** Where `source` starts in the file. */
  readonly sourceOffset: number;
  /** Whether the arguments are a JSON array (the exec form). */
  readonly json: boolean;
  readonly heredocs: readonly { readonly name: string; readonly content: string; readonly offset: number }[];
  /** Number of the build stage, from 0; -1 before the first FROM. */
  readonly stage: number;
}

export interface Word {
  readonly value: string;
  readonly range: Range;
}

/** Whether a word still holds a variable that only the build knows. */
export function isUnresolved(word: string): boolean {
  return word.includes("$");
}
