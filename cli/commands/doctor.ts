import { Command } from "commander";
import { findingTable } from "../output/finding-table.ts";
import type { Shell } from "../shell.ts";
import { type CourseFlags, courseRequest, withCourseFlags } from "./flags.ts";

export function doctorCommand(shell: Shell): Command {
  const command = new Command("doctor")
    .description("what this machine has for a hub, and lacks")
    .argument("[course-dir]");
  return withCourseFlags(command).action(async (directory: string | undefined, flags: CourseFlags) => {
    const nbdev = await shell.nbdev();
    const findings = await nbdev.doctor(courseRequest(shell, directory, flags), shell.task);
    const json = findings.map(({ error: _, ...finding }) => finding);
    shell.print({ text: findingTable(findings), json: { findings: json } });
    if (findings.some(({ severity }) => severity === "error")) shell.found();
  });
}
