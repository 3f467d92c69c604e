import { Command } from "commander";
import { deviationTable } from "../output/deviation-table.ts";
import { upText } from "../output/up-text.ts";
import type { Shell } from "../shell.ts";
import { type CourseFlags, courseRequest, withCourseFlags } from "./flags.ts";

interface UpFlags extends CourseFlags {
  notebook?: string;
  open: boolean;
  explain?: boolean;
  dryRun?: boolean;
  keep?: boolean;
}

export function upCommand(shell: Shell): Command {
  const command = new Command("up")
    .description("build the course and open it in a local hub, as a learner would see it")
    .argument("[course-dir]", "the folder with the Dockerfile (default: the current one)")
    .option("-n, --notebook <path>", "the notebook to open")
    .option("--no-open", "print the link instead of opening it")
    .option("--explain", "list every difference from production, with its reason")
    .option("--dry-run", "print what would be run, and run nothing")
    .option("--keep", "leave a failed cluster for a look");
  return withCourseFlags(command).action(async (directory: string | undefined, flags: UpFlags) => {
    const { open, explain, notebook, dryRun, keep, ...course } = flags;
    const nbdev = await shell.nbdev();
    const result = await nbdev.up(
      {
        ...courseRequest(shell, directory, course),
        notebook,
        dryRun,
        keep,
        chooseNotebook: shell.interactive ? chooseNotebook : undefined,
        openLink: open ? shell.openLink : undefined,
      },
      shell.task,
    );
    const text = explain ? `${deviationTable(result.deviations)}\n${upText(result)}` : upText(result);
    shell.print({ text, json: result });
  });
}

async function chooseNotebook(notebooks: readonly string[]): Promise<string | undefined> {
  const { isCancel, select } = await import("@clack/prompts");
  const options = [...notebooks.map((value) => ({ value, label: value })), { value: "", label: "none: the file list" }];
  const chosen = await select({ message: "Which notebook?", options, output: process.stderr });
  return isCancel(chosen) || chosen === "" ? undefined : chosen;
}
