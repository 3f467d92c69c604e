import type { Host, Nbdev, TaskContext } from "../core/index.ts";

/** What a command of the CLI works with; tests hand in a fake facade and their own streams. */
export interface Shell {
  /** Loads the library on first use, so that `--help` never does. */
  nbdev(): Promise<Nbdev>;
  readonly host: Host;
  readonly task: TaskContext;
  readonly cwd: string;
  /** The result: a person's text, or with `--json` the one object. */
  print(result: { text: string; json: unknown }): void;
  /** A line of the result that comes as it happens, such as a log's. */
  printLine(line: string): void;
  /** Whether a person can be asked. */
  readonly interactive: boolean;
  /** Opens a link where there is a browser; says whether it could. */
  openLink(url: string): Promise<void>;
  /** Sets the exit code of a command that found something. */
  found(): void;
}
