import { catalogue, type ErrorCode, type ErrorFacts } from "./catalogue.ts";

/**
 * An error that a user can act on. `message` says what happened, with the value; `hint` is one imperative sentence,
 * with a command to paste where there is one. Anything else that reaches a shell is a bug of nbdev.
 */
export class NbdevError<Code extends ErrorCode = ErrorCode> extends Error {
  readonly code: Code;
  readonly hint: string;
  /** The last lines of the tool that failed, ready to show below the message. */
  readonly output: readonly string[];

  constructor(code: Code, facts: ErrorFacts<Code>, options: { cause?: unknown; output?: readonly string[] } = {}) {
    const entry = catalogue[code] as { message(facts: unknown): string; hint(facts: unknown): string };
    super(entry.message(facts), options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "NbdevError";
    this.code = code;
    this.hint = entry.hint(facts);
    this.output = options.output ?? [];
  }
}

/** Whether an error is the catalogue's, and if a code is given, that one. */
export function isNbdevError<Code extends ErrorCode>(error: unknown, code?: Code): error is NbdevError<Code> {
  return error instanceof NbdevError && (code === undefined || error.code === code);
}
