import { resolve } from "node:path";
import { Argument, Command } from "commander";
import type { LogSource } from "../../core/index.ts";
import type { Shell } from "../shell.ts";
import { type CourseFlags, courseRequest, withRuntimeFlag } from "./flags.ts";

interface LogsFlags extends CourseFlags {
  follow?: boolean;
  lines: number;
  export?: string;
  directory?: string;
}

export function logsCommand(shell: Shell): Command {
  const command = new Command("logs")
    .description("logs; --export gathers a bug report without secrets")
    .addArgument(new Argument("[source]").choices(["hub", "proxy", "user", "cluster"]).default("hub"))
    .option("-f, --follow", "go on until Ctrl-C")
    .option("-n, --lines <count>", "how many of the last lines", Number, 200)
    .option("--export <dir>", "write all of them into a folder")
    .option("-C, --directory <course-dir>", "the course directory");
  return withRuntimeFlag(command).action(async (source: LogSource, flags: LogsFlags) => {
    const { follow = false, lines, directory, export: into, ...course } = flags;
    const nbdev = await shell.nbdev();
    const request = courseRequest(shell, directory, course);
    if (into !== undefined) {
      const written = await nbdev.exportLogs({ ...request, into: resolve(shell.cwd, into) }, shell.task);
      shell.print({ text: written, json: { outcome: "exported", directory: written } });
      return;
    }
    for await (const line of nbdev.logs({ ...request, source, follow, lines }, shell.task)) shell.printLine(line);
  });
}
