import type { Nbdev } from "../core/index.ts";
import { askNotebook } from "./ask-notebook.ts";
import { openBrowser } from "./browser.ts";
import { run } from "./run.ts";
import { listenToSignals } from "./signals.ts";
import { flushed, tolerateClosedPipes } from "./streams.ts";

/** Runs this process's command line and ends the process; the only caller of `process.exit` but for a second signal. */
export async function start(version: string, loadNbdev: () => Promise<Nbdev>): Promise<never> {
  const { env, platform, stdin, stdout, stderr } = process;
  const abort = new AbortController();
  listenToSignals(process, abort);
  tolerateClosedPipes(stdout, stderr, (code) => process.exit(code));
  const code = await run(process.argv.slice(2), {
    stdin,
    stdout,
    stderr,
    env,
    platform,
    workingDirectory: workingDirectory(env.PWD),
    version,
    signal: abort.signal,
    loadNbdev,
    openBrowser: (url) => openBrowser(url, { env, platform }),
    chooseNotebook: (notebooks) => askNotebook(notebooks, process, abort.signal),
  });
  await flushed(stdout, stderr);
  process.exit(code); // sockets kept alive for a next request must not hold the terminal
}

/** A shell may stand in a directory that was deleted or moved; it still says which one that was. */
function workingDirectory(shellsOwn: string | undefined): string {
  try {
    return process.cwd();
  } catch (error) {
    if (shellsOwn === undefined) throw error;
    return shellsOwn;
  }
}
