import { Command } from "commander";
import type { Shell } from "../shell.ts";
import { type CourseFlags, courseRequest, withCourseFlags } from "./flags.ts";

export function buildCommand(shell: Shell): Command {
  const command = new Command("build").description("build the course's image, alone").argument("[course-dir]");
  return withCourseFlags(command).action(async (directory: string | undefined, flags: CourseFlags) => {
    const nbdev = await shell.nbdev();
    const result = await nbdev.build(courseRequest(shell, directory, flags), shell.task);
    const { reference, id, changed } = result.image;
    shell.print({ text: `${reference}\n${id}${changed ? "" : " (unchanged)"}`, json: result });
  });
}
