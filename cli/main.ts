#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { askNotebook } from "./ask-notebook.ts";
import { openBrowser } from "./browser.ts";
import { run } from "./run.ts";
import { listenToSignals } from "./signals.ts";
import { flushed, tolerateClosedPipes } from "./streams.ts";

const installation = fileURLToPath(new URL("..", import.meta.url));
const { env, platform, stdin, stdout, stderr } = process;

const abort = new AbortController();
listenToSignals(process, abort);
tolerateClosedPipes(stdout, stderr);

const code = await run(process.argv.slice(2), {
  stdin,
  stdout,
  stderr,
  env,
  platform,
  workingDirectory: process.cwd(),
  version: JSON.parse(readFileSync(`${installation}/package.json`, "utf8")).version,
  signal: abort.signal,
  loadNbdev: async () => {
    const { createNbdev, hostFromProcess } = await import("../core/index.ts");
    return createNbdev(hostFromProcess(installation));
  },
  openBrowser: (url) => openBrowser(url, { env, platform }),
  chooseNotebook: askNotebook,
});

// Sockets kept alive for a next request that never comes must not hold the terminal.
await flushed(stdout, stderr);
process.exit(code);
