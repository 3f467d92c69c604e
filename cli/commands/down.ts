import { Command } from "commander";
import { addOutputOptions, addRuntimeOption, type RuntimeOptions, runtimeRequest } from "../options.ts";
import { printResult } from "../output/result.ts";
import type { Shell } from "../shell.ts";
import { runTask } from "../task.ts";

interface DownOptions extends RuntimeOptions {
  readonly all?: boolean;
}

export function downCommand(shell: Shell): Command {
  const command = new Command("down")
    .description("take a course's servers and images away; with the last course, everything")
    .argument("[course-dir]", "the course to take away", ".")
    .option("--all", "all courses, the hub and the cluster: nothing stays behind");
  addOutputOptions(addRuntimeOption(command));
  return command.action(async (directory: string, options: DownOptions) => {
    const request = { ...runtimeRequest(shell, directory, options), all: options.all ?? false };
    await runTask(shell, options, (nbdev, task) => nbdev.down(request, task));
    printResult(shell, options, { outcome: "removed" }, "");
  });
}
