import { Command } from "commander";
import type { Shell } from "../shell.ts";
import { type CourseFlags, courseRequest, withRuntimeFlag } from "./flags.ts";

export function stopCommand(shell: Shell): Command {
  const command = new Command("stop")
    .description("free CPU and memory, keep everything else; up resumes")
    .argument("[course-dir]");
  return withRuntimeFlag(command).action(async (directory: string | undefined, flags: CourseFlags) => {
    const nbdev = await shell.nbdev();
    await nbdev.stop(courseRequest(shell, directory, flags), shell.task);
    shell.print({ text: "Stopped. nbdev up resumes it.", json: { outcome: "stopped" } });
  });
}
