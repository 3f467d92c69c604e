import { Command } from "commander";
import { addBuildOptions, addOutputOptions, addRuntimeOption, type CourseOptions, courseRequest } from "../options.ts";
import { printResult } from "../output/result.ts";
import type { Shell } from "../shell.ts";
import { runTask } from "../task.ts";

export function buildCommand(shell: Shell): Command {
  const command = new Command("build")
    .description("build the course's image, as production's pipeline does")
    .argument("[course-dir]", "the folder with the course's Dockerfile", ".");
  for (const add of [addRuntimeOption, addBuildOptions, addOutputOptions]) add(command);
  return command.action(async (directory: string, options: CourseOptions) => {
    const request = courseRequest(shell, directory, options);
    const result = await runTask(shell, options, (nbdev, task) => nbdev.build(request, task));
    printResult(shell, options, result, result.image.reference);
  });
}
