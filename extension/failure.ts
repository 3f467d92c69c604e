import type { Core } from "./open-nbdev.ts";

/** An error as a notification says it. */
export interface Failure {
  readonly message: string;
  /** What can be pasted into a terminal to mend it. */
  readonly fix: string | undefined;
  readonly notTrusted: boolean;
  /** For the log alone: a tool's last lines, or the stack of a bug. */
  readonly details: readonly string[];
}

export function failureOf(error: unknown, { knownError }: Pick<Core, "knownError">): Failure {
  const known = knownError(error);
  if (known !== undefined) {
    const { code, message, hint, output } = known;
    return {
      message: `${message} ${hint}`,
      fix: commandIn(hint),
      notTrusted: code === "WORKSPACE_NOT_TRUSTED",
      details: [`${code}: ${message}`, hint, ...output],
    };
  }
  const bug = error instanceof Error ? error : new Error(String(error));
  return {
    message: `nbdev met something it should have known about (${bug.message.split("\n")[0]}). Report it with the log.`,
    fix: undefined,
    notTrusted: false,
    details: [bug.stack ?? bug.message],
  };
}

const program = /^(nbdev|docker|sudo|brew|pip|helm|kind|kubectl) /;

/** The command line of a hint: in backquotes or parentheses, or after a colon or "with". */
export function commandIn(hint: string): string | undefined {
  const quoted = [...hint.matchAll(/`([^`]+)`/g)].map(([, text = ""]) => text);
  const after = hint.split(/: | with |[;(,] ?/).map((part) => part.replace(/[).]+$/, "").trim());
  return [...quoted, ...after].find((text) => program.test(text));
}
