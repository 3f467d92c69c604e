import type { Host, Nbdev } from "../core/index.ts";
import type { ExitCode } from "./exit-code.ts";

/** A stream as far as commands need one. */
export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** The world of one command line, handed in by `main.ts`; commands touch nothing else. */
export interface Shell {
  readonly stdin: { readonly isTTY?: boolean };
  /** Results only. */
  readonly stdout: Output;
  /** Progress, warnings, errors. */
  readonly stderr: Output;
  readonly env: Host["env"];
  readonly platform: NodeJS.Platform;
  readonly workingDirectory: string;
  readonly version: string;
  /** Aborts with an `Interruption` at SIGINT or SIGTERM. */
  readonly signal: AbortSignal;
  /** Loads the library; nothing of it is in memory before. */
  loadNbdev(): Promise<Nbdev>;
  /** Resolves with false where no browser can be started. */
  openBrowser(url: string): Promise<boolean>;
  /** A person's choice in the terminal; undefined when none was made. */
  chooseNotebook(notebooks: readonly string[]): Promise<string | undefined>;
  /** The code to end with, unless an error comes after. */
  endWith(code: ExitCode): void;
}

/** Whether somebody sits at this terminal who can answer a question. */
export function isInteractive({ stdin, stderr, env }: Pick<Shell, "stdin" | "stderr" | "env">): boolean {
  return stdin.isTTY === true && stderr.isTTY === true && !isContinuousIntegration(env);
}

export function isContinuousIntegration(env: Host["env"]): boolean {
  return env.CI !== undefined && env.CI !== "" && env.CI !== "false";
}
