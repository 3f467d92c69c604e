import { run } from "../../cli/run.ts";
import type { Shell } from "../../cli/shell.ts";
import type { Nbdev } from "../../core/index.ts";
import { fakeNbdev } from "./fake-nbdev.ts";

export class RecordedOutput {
  text = "";
  columns = 100;
  readonly isTTY: boolean;

  constructor(isTTY = false) {
    this.isTTY = isTTY;
  }

  write(text: string): boolean {
    this.text += text;
    return true;
  }
}

/** Runs a command line against a facade and returns what a person or a script would see. */
export async function runLine(words: string[], nbdev: Partial<Nbdev>, shell: Partial<Shell> = {}) {
  const stdout = new RecordedOutput();
  const stderr = new RecordedOutput();
  const code = await run(words, {
    stdin: {},
    stdout,
    stderr,
    env: {},
    platform: "linux",
    workingDirectory: "/work",
    version: "1.2.3",
    signal: new AbortController().signal,
    loadNbdev: async () => fakeNbdev(nbdev),
    openBrowser: async () => true,
    chooseNotebook: async () => undefined,
    ...shell,
  });
  return { code, stdout: stdout.text, stderr: stderr.text };
}
