import { Command } from "commander";
import { browserOpener } from "../browser-opener.ts";
import { addOutputOptions, addRuntimeOption, type RuntimeOptions, runtimeRequest } from "../options.ts";
import { printLinks } from "../output/up-result.ts";
import type { Shell } from "../shell.ts";
import { runTask } from "../task.ts";

interface OpenOptions extends RuntimeOptions {
  readonly directory?: string;
  readonly course?: string;
  readonly print?: boolean;
}

export function openCommand(shell: Shell): Command {
  const command = new Command("open")
    .description("a new learner at a notebook of the running hub")
    .argument("[notebook]", "relative to the course directory")
    .option("--directory <course-dir>", "the course directory (default: the working directory)")
    .option("--course <name>", "the course's name (default: nbdev.yaml, else the folder's name)")
    .option("--print", "print the link, do not start a browser");
  addOutputOptions(addRuntimeOption(command));
  return command.action(async (notebook: string | undefined, options: OpenOptions) => {
    const result = await runTask(shell, options, (nbdev, task) =>
      nbdev.open(
        {
          ...runtimeRequest(shell, options.directory, options),
          course: options.course,
          notebook,
          ...(options.print === true ? {} : { openLink: browserOpener(shell, task) }),
        },
        task,
      ),
    );
    printLinks(shell, options, result);
  });
}
