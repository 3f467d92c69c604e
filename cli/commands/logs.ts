import { resolve } from "node:path";
import { Argument, Command } from "commander";
import type { LogSource } from "../../core/index.ts";
import { addRuntimeOption, lineCount, type RuntimeOptions, runtimeRequest } from "../options.ts";
import type { Shell } from "../shell.ts";
import { runTask } from "../task.ts";

interface LogsOptions extends RuntimeOptions {
  readonly directory?: string;
  readonly follow?: boolean;
  readonly lines: number;
  readonly export?: string;
}

export function logsCommand(shell: Shell): Command {
  const command = new Command("logs")
    .description("the hub's logs, or all of them as files for a bug report")
    .addArgument(new Argument("[source]", "whose log").choices(["hub", "proxy", "user", "cluster"]).default("hub"))
    .option("--follow", "go on as lines come, until Ctrl-C")
    .option("--lines <number>", "how many of the last lines", lineCount, 200)
    .option("--export <dir>", "write everything a bug report needs, without secrets, into a folder")
    .option("--directory <course-dir>", "a course of that hub (default: the working directory)");
  addRuntimeOption(command).option("--verbose", "every command, and the details of a bug");
  return command.action(async (source: LogSource, options: LogsOptions) => {
    await (options.export === undefined
      ? printLogs(shell, source, options)
      : exportLogs(shell, options.export, options));
  });
}

async function printLogs(shell: Shell, source: LogSource, options: LogsOptions): Promise<void> {
  const request = { ...runtimeRequest(shell, options.directory, options), source, follow: options.follow ?? false };
  await runTask(shell, options, async (nbdev, task) => {
    for await (const line of nbdev.logs({ ...request, lines: options.lines }, task)) shell.stdout.write(`${line}\n`);
  });
}

async function exportLogs(shell: Shell, folder: string, options: LogsOptions): Promise<void> {
  const directory = resolve(shell.workingDirectory, folder);
  const request = { ...runtimeRequest(shell, options.directory, options), directory };
  const written = await runTask(shell, options, (nbdev, task) => nbdev.exportLogs(request, task));
  shell.stdout.write(`${written}\n`);
}
