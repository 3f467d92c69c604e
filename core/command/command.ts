/** A program to run, as data: it can be printed, recorded and compared before, or instead of, being run. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  /** Added to a scrubbed environment (PATH, HOME, locale and proxy settings), never to the whole one. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly stdin?: string;
}

/** What a finished program left behind, as text. */
export interface CommandResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

const needsNoQuotes = /^[\w@%+=:,./-]+$/;

/** The command as a line to paste into a POSIX shell; means exactly the same, whatever is in the arguments. */
export function pasteable(command: Pick<Command, "program" | "args" | "env">): string {
  const quote = (word: string) => (needsNoQuotes.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);
  const assignments = Object.entries(command.env ?? {}).map(([name, value]) => `${name}=${quote(value)}`);
  return [...assignments, ...[command.program, ...command.args].map(quote)].join(" ");
}
