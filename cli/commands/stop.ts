import { Command } from "commander";
import { addOutputOptions, addRuntimeOption, type RuntimeOptions, runtimeRequest } from "../options.ts";
import { printResult } from "../output/result.ts";
import type { Shell } from "../shell.ts";
import { runTask } from "../task.ts";

export function stopCommand(shell: Shell): Command {
  const command = new Command("stop")
    .description("free CPU and memory, and keep the data; nbdev up resumes")
    .argument("[course-dir]", "a course of that hub", ".");
  addOutputOptions(addRuntimeOption(command));
  return command.action(async (directory: string, options: RuntimeOptions) => {
    const request = runtimeRequest(shell, directory, options);
    await runTask(shell, options, (nbdev, task) => nbdev.stop(request, task));
    printResult(shell, options, { outcome: "stopped" }, "");
  });
}
