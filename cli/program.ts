import { Command } from "commander";
import { buildCommand } from "./commands/build.ts";
import { checkCommand } from "./commands/check.ts";
import { addCompletion } from "./commands/completion.ts";
import { doctorCommand } from "./commands/doctor.ts";
import { downCommand } from "./commands/down.ts";
import { initCommand } from "./commands/init.ts";
import { logsCommand } from "./commands/logs.ts";
import { openCommand } from "./commands/open.ts";
import { pruneCommand } from "./commands/prune.ts";
import { statusCommand } from "./commands/status.ts";
import { stopCommand } from "./commands/stop.ts";
import { upCommand } from "./commands/up.ts";
import { urlCommand } from "./commands/url.ts";
import type { Shell } from "./shell.ts";

/** The whole command line, in the order of its help. */
export function createProgram(shell: Shell): Command {
  return addCompletion(createTree(shell), () => createTree(shell));
}

function createTree(shell: Shell): Command {
  const program = new Command("nbdev")
    .description("See a Jupyter course exactly as a learner will, before you push.")
    .version(shell.version)
    .addHelpText("after", "\nExit codes: 0 done, 1 findings, 2 could not run, 70 bug, 130 interrupted, 143 terminated.")
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => shell.stdout.write(text),
      writeErr: (text) => shell.stderr.write(text),
      // The error itself is written by whoever ends the command line, in the form that was asked for.
      outputError: () => undefined,
      getOutHelpWidth: () => shell.stdout.columns ?? 80,
      getErrHelpWidth: () => shell.stderr.columns ?? 80,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });

  program.commandsGroup("A course:");
  for (const command of [upCommand, openCommand, checkCommand, urlCommand, buildCommand, initCommand])
    add(program, command(shell));
  program.commandsGroup("The local hub:");
  for (const command of [statusCommand, logsCommand, stopCommand, downCommand]) add(program, command(shell));
  program.commandsGroup("This machine:");
  for (const command of [doctorCommand, pruneCommand]) add(program, command(shell));
  return program;
}

function add(program: Command, command: Command): void {
  program.addCommand(command.copyInheritedSettings(program));
}
