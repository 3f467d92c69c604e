import { Command } from "commander";
import { addOutputOptions, addRuntimeOption, type RuntimeOptions, runtimeRequest } from "../options.ts";
import { bytes } from "../output/amount.ts";
import { printResult } from "../output/result.ts";
import type { Shell } from "../shell.ts";
import { runTask } from "../task.ts";

export function pruneCommand(shell: Shell): Command {
  const command = new Command("prune")
    .description("free what old builds left: images, layers, downloads, environments")
    .argument("[course-dir]", "a course of that hub", ".");
  addOutputOptions(addRuntimeOption(command));
  return command.action(async (directory: string, options: RuntimeOptions) => {
    const request = runtimeRequest(shell, directory, options);
    const freed = await runTask(shell, options, (nbdev, task) => nbdev.prune(request, task));
    const text = [...freed.removed, `${bytes(freed.bytes)} freed`].join("\n");
    printResult(shell, options, { outcome: "done", ...freed }, text);
  });
}
