import { spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";

const root = process.cwd(); // both vitest and npm run start at the repository

/** What a finished nbdev left behind. */
export interface CliResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** stdout as the one object of `--json`. */
  json<T = Record<string, unknown>>(): T;
}

/** nbdev's own folders for one test file, so that nothing is shared with the person at the machine. */
export function isolatedEnvironment(): Record<string, string> {
  const home = mkdtempSync(join(tmpdir(), "nbdev-test-"));
  return {
    NBDEV_CACHE_DIR: join(home, "cache"),
    NBDEV_STATE_DIR: join(home, "state"),
    NBDEV_RUNTIME_DIR: join(home, "runtime"),
    KUBECONFIG: join(home, "users-own-kubeconfig"),
  };
}

/** The same, but Python environments are kept from suite to suite, as they are from day to day for an author. */
export function warmEnvironment(): Record<string, string> {
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache");
  return { ...isolatedEnvironment(), NBDEV_CACHE_DIR: join(cache, "nbdev-test") };
}

/** Starts the built CLI as a user would; `onProgress` sees each line of stderr, and may interrupt. */
export function runCli(
  args: readonly string[],
  options: {
    env?: Record<string, string>;
    cwd?: string;
    onProgress?: (line: string, kill: (signal: NodeJS.Signals) => void) => void;
  } = {},
): Promise<CliResult> {
  const child = spawn(process.execPath, [join(root, "dist/nbdev.js"), ...args], {
    cwd: options.cwd ?? root,
    env: { ...process.env, CI: "true", ...options.env },
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
    for (const line of text.split("\n")) options.onProgress?.(line, (signal) => child.kill(signal));
  });
  return new Promise((done) => {
    child.on("close", (exitCode) => done({ exitCode, stdout, stderr, json: () => JSON.parse(stdout) }));
  });
}
