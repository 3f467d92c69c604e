import { Command } from "commander";
import { browserOpener } from "../browser-opener.ts";
import {
  addBuildOptions,
  addHubOptions,
  addOutputOptions,
  addRuntimeOption,
  type CourseOptions,
  courseRequest,
} from "../options.ts";
import { printUpResult } from "../output/up-result.ts";
import { isInteractive, type Shell } from "../shell.ts";
import { runTask } from "../task.ts";

interface UpOptions extends CourseOptions {
  readonly notebook?: string;
  readonly open: boolean;
  readonly dryRun?: boolean;
  readonly explain?: boolean;
}

export function upCommand(shell: Shell): Command {
  const command = new Command("up")
    .description("build the course, bring up a local hub, and open a notebook as a learner will")
    .argument("[course-dir]", "the folder with the course's Dockerfile", ".")
    .option("--notebook <path>", "the notebook to open, relative to the course directory")
    .option("--no-open", "do not start a browser")
    .option("--dry-run", "only print the docker, kind, helm and kubectl lines that would run")
    .option("--explain", "list everything that is not as in production, and why");
  for (const add of [addRuntimeOption, addBuildOptions, addHubOptions, addOutputOptions]) add(command);
  return command.action((directory: string, options: UpOptions) => up(shell, directory, options));
}

async function up(shell: Shell, directory: string, options: UpOptions): Promise<void> {
  const asks = isInteractive(shell) && options.json !== true && options.dryRun !== true;
  const result = await runTask(shell, options, (nbdev, task) =>
    nbdev.up(
      {
        ...courseRequest(shell, directory, options),
        notebook: options.notebook,
        dryRun: options.dryRun ?? false,
        ...(asks ? { chooseNotebook: shell.chooseNotebook } : {}),
        ...(options.open && options.dryRun !== true ? { openLink: browserOpener(shell, task) } : {}),
      },
      task,
    ),
  );
  await printUpResult(shell, options, result);
}
