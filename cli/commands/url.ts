import { Command } from "commander";
import type { Shell } from "../shell.ts";
import { type CourseFlags, courseRequest, withCourseFlags } from "./flags.ts";

export function urlCommand(shell: Shell): Command {
  const command = new Command("url")
    .description("the launch link of a notebook, encoded right")
    .argument("<notebook>", "path below the course directory")
    .option("--production", "production's link instead of the local hub's")
    .option("-C, --directory <course-dir>", "the course directory");
  return withCourseFlags(command).action(
    async (notebook: string, flags: CourseFlags & { production?: boolean; directory?: string }) => {
      const { production = false, directory, ...course } = flags;
      const nbdev = await shell.nbdev();
      const url = await nbdev.url({ ...courseRequest(shell, directory, course), notebook, production }, shell.task);
      shell.print({ text: url, json: { outcome: "ready", url } });
    },
  );
}
