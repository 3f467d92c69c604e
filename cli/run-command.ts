import { type Command, CommanderError } from "commander";
import { createNbdev, type Host, Interruption, type Nbdev, type TaskContext } from "../core/index.ts";
import { openInBrowser } from "./open-in-browser.ts";
import { errorObject, errorText, exitCodeOf } from "./output/error-text.ts";
import { jsonReporter, plainReporter, type Reporter } from "./output/reporter.ts";
import type { Shell } from "./shell.ts";

/** The part of `process` that the CLI uses. */
export type Process = Pick<
  NodeJS.Process,
  "argv" | "cwd" | "stdin" | "stdout" | "stderr" | "env" | "on" | "off" | "exit"
>;

/**
 * Runs one command line and returns the exit code: 0 done, 1 findings, 2 could not run, 70 bug, 130 interrupted, 143
 * terminated. Ctrl-C aborts the task and waits for its clean end; a second one exits at once.
 */
export async function runCommand(
  programFor: (shell: Shell) => Command,
  host: Host,
  process: Process,
  load: (host: Host) => Promise<Nbdev> = createNbdev,
): Promise<number> {
  const { stdout, stderr } = process;
  const json = process.argv.includes("--json");
  const verbose = process.argv.includes("--verbose");
  const controller = new AbortController();
  const stopListening = listenForSignals(process, controller);
  const line = (stream: NodeJS.WriteStream) => (text: string) => void stream.write(`${text}\n`);
  const reporter = await reporterFor(process, json, verbose, line(stderr));
  const task: TaskContext = { signal: controller.signal, progress: (event) => reporter.event(event) };
  let exitCode = 0;
  const results: unknown[] = [];
  const texts: string[] = [];
  const shell: Shell = {
    nbdev: () => load(host),
    host,
    task,
    cwd: process.cwd(),
    interactive: Boolean(process.stdin.isTTY && stderr.isTTY && !json),
    print: (result) => void (json ? results.push(result.json) : texts.push(result.text)),
    printLine: line(stdout),
    openLink: (url) => openInBrowser(url, host, task),
    found: () => {
      exitCode = 1;
    },
  };
  try {
    await parse(programFor(shell), process, json);
    await reporter.end();
    for (const text of texts) line(stdout)(text);
    for (const result of results) line(stdout)(JSON.stringify(result));
  } catch (error) {
    await reporter.end();
    exitCode = exitCodeOf(error, controller.signal);
    if (exitCode === 0) return 0;
    if (json) line(stdout)(JSON.stringify(errorObject(error, controller.signal)));
    else if (!(error instanceof CommanderError)) line(stderr)(errorText(error, controller.signal, verbose));
  } finally {
    stopListening();
  }
  return exitCode;
}

async function parse(program: Command, process: Process, json: boolean): Promise<void> {
  for (const command of [program, ...program.commands]) {
    command.exitOverride();
    command.configureOutput({
      writeOut: (text) => void process.stdout.write(text),
      writeErr: (text) => void (json || process.stderr.write(text)),
    });
  }
  // Both global flags may stand anywhere; commander itself takes them only before the command.
  const globals = new Set(["--json", "--verbose"]);
  await program.parseAsync(process.argv.filter((argument) => !globals.has(argument)));
}

async function reporterFor(
  process: Process,
  json: boolean,
  verbose: boolean,
  write: (line: string) => void,
): Promise<Reporter> {
  if (json) return jsonReporter(write);
  if (!process.stderr.isTTY || process.env.CI || verbose) return plainReporter(write, verbose);
  const { ListReporter } = await import("./output/list-reporter.ts");
  return new ListReporter(write);
}

function listenForSignals(process: Process, controller: AbortController): () => void {
  const interrupt = (signal: "SIGINT" | "SIGTERM") => {
    if (controller.signal.aborted) process.exit(signal === "SIGINT" ? 130 : 143);
    controller.abort(new Interruption(signal));
  };
  const onInt = () => interrupt("SIGINT");
  const onTerm = () => interrupt("SIGTERM");
  process.on("SIGINT", onInt);
  process.on("SIGTERM", onTerm);
  return () => {
    process.off("SIGINT", onInt);
    process.off("SIGTERM", onTerm);
  };
}
