import { Command } from "commander";
import { addOutputOptions, addRuntimeOption, type RuntimeOptions, runtimeRequest } from "../options.ts";
import { printResult } from "../output/result.ts";
import type { Shell } from "../shell.ts";
import { runTask } from "../task.ts";

interface UrlOptions extends RuntimeOptions {
  readonly directory?: string;
  readonly course?: string;
  readonly production?: boolean;
}

export function urlCommand(shell: Shell): Command {
  const command = new Command("url")
    .description("the link that opens a notebook, in the local hub or in production")
    .argument("<notebook>", "relative to the course directory")
    .option("--production", "the link for learners")
    .option("--directory <course-dir>", "the course directory (default: the working directory)")
    .option("--course <name>", "the course's name (default: nbdev.yaml, else the folder's name)");
  addOutputOptions(addRuntimeOption(command));
  return command.action(async (notebook: string, options: UrlOptions) => {
    const request = {
      ...runtimeRequest(shell, options.directory, options),
      course: options.course,
      notebook,
      production: options.production ?? false,
    };
    const url = await runTask(shell, options, (nbdev, task) => nbdev.url(request, task));
    printResult(shell, options, { outcome: "done", notebook, url }, url);
  });
}
