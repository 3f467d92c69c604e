import { Command } from "commander";
import type { Shell } from "../shell.ts";
import { type CourseFlags, courseRequest, withCourseFlags } from "./flags.ts";

export function openCommand(shell: Shell): Command {
  const command = new Command("open")
    .description("a new learner at a notebook of the running hub")
    .argument("[notebook]", "path below the course directory")
    .option("--print", "print the link instead of opening it")
    .option("-C, --directory <course-dir>", "the course directory");
  return withCourseFlags(command).action(
    async (notebook: string | undefined, flags: CourseFlags & { print?: boolean; directory?: string }) => {
      const { print, directory, ...course } = flags;
      const nbdev = await shell.nbdev();
      const openLink = print ? undefined : shell.openLink;
      const result = await nbdev.open({ ...courseRequest(shell, directory, course), notebook, openLink }, shell.task);
      shell.print({ text: result.launchUrl, json: { outcome: "ready", ...result } });
    },
  );
}
