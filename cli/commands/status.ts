import { setTimeout as sleep } from "node:timers/promises";
import { Command } from "commander";
import type { HubStatus, Nbdev, TaskContext } from "../../core/index.ts";
import { addOutputOptions, addRuntimeOption, type RuntimeOptions, runtimeRequest } from "../options.ts";
import { printResult } from "../output/result.ts";
import type { Shell } from "../shell.ts";
import { runTask } from "../task.ts";

const watchMilliseconds = 2_000;
const clearScreen = "\u001b[H\u001b[2J";

interface StatusOptions extends RuntimeOptions {
  readonly watch?: boolean;
}

export function statusCommand(shell: Shell): Command {
  const command = new Command("status")
    .description("cluster, hub, and every learner's server: image, memory, restarts")
    .argument("[course-dir]", "a course of that hub", ".")
    .option("--watch", "again every two seconds, until Ctrl-C");
  addOutputOptions(addRuntimeOption(command));
  return command.action(async (directory: string, options: StatusOptions) => {
    const request = runtimeRequest(shell, directory, options);
    const once = async (nbdev: Nbdev, task: TaskContext) =>
      printStatus(shell, options, await nbdev.status(request, task));
    await runTask(shell, options, options.watch === true ? repeatedly(once) : once);
  });
}

function repeatedly(show: (nbdev: Nbdev, task: TaskContext) => Promise<void>): typeof show {
  return async (nbdev, task) => {
    for (;;) {
      await show(nbdev, task);
      await sleep(watchMilliseconds, undefined, { signal: task.signal });
    }
  };
}

async function printStatus(shell: Shell, options: StatusOptions, status: HubStatus): Promise<void> {
  const { statusTable } = await import("../output/status-table.ts");
  const clears = options.watch === true && options.json !== true && shell.stdout.isTTY === true;
  const text = `${clears ? clearScreen : ""}${statusTable(status, new Date())}`;
  printResult(shell, options, { outcome: "done", ...status }, text);
}
