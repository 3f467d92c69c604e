import { resolve } from "node:path";
import { Command } from "commander";
import { addOutputOptions, type OutputOptions } from "../options.ts";
import { printResult } from "../output/result.ts";
import type { Shell } from "../shell.ts";
import { runTask } from "../task.ts";

interface InitOptions extends OutputOptions {
  readonly print?: boolean;
}

export function initCommand(shell: Shell): Command {
  const command = new Command("init")
    .description("write an nbdev.yaml with every setting, its default and what it does")
    .argument("[course-dir]", "where to write it", ".")
    .option("--print", "print it instead");
  addOutputOptions(command);
  return command.action(async (directory: string, options: InitOptions) => {
    const print = options.print ?? false;
    const request = { directory: resolve(shell.workingDirectory, directory), print };
    const { file, text } = await runTask(shell, options, (nbdev, task) => nbdev.init(request, task));
    printResult(shell, options, { outcome: print ? "printed" : "written", file, text }, print ? text : file);
  });
}
