import { Command } from "commander";
import type { Shell } from "../shell.ts";
import { type CourseFlags, courseRequest, withRuntimeFlag } from "./flags.ts";

export function downCommand(shell: Shell): Command {
  const command = new Command("down")
    .description("take a course away; the last one, or --all, takes the whole hub and leaves nothing behind")
    .argument("[course-dir]")
    .option("--all", "all courses");
  return withRuntimeFlag(command).action(
    async (directory: string | undefined, flags: CourseFlags & { all?: boolean }) => {
      const nbdev = await shell.nbdev();
      await nbdev.down({ ...courseRequest(shell, directory, flags), all: flags.all ?? false }, shell.task);
      shell.print({ text: "Gone.", json: { outcome: "gone" } });
    },
  );
}
