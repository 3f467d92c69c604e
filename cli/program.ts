import { Command } from "commander";
import { buildCommand } from "./commands/build.ts";
import { doctorCommand } from "./commands/doctor.ts";
import { downCommand } from "./commands/down.ts";
import { initCommand } from "./commands/init.ts";
import { logsCommand } from "./commands/logs.ts";
import { openCommand } from "./commands/open.ts";
import { statusCommand } from "./commands/status.ts";
import { stopCommand } from "./commands/stop.ts";
import { upCommand } from "./commands/up.ts";
import { urlCommand } from "./commands/url.ts";
import type { Shell } from "./shell.ts";

export const version = "0.1.0";

/** The command tree; each command's file parses its flags and calls the facade, nothing more. */
export function programFor(shell: Shell): Command {
  return new Command("nbdev")
    .description("See a Jupyter course exactly as a learner will, before you push.")
    .version(version)
    .option("--json", "progress as JSON lines on stderr, one JSON object on stdout")
    .option("--verbose", "show every command that is run")
    .enablePositionalOptions()
    .showHelpAfterError("(see --help)")
    .addCommand(upCommand(shell))
    .addCommand(openCommand(shell))
    .addCommand(statusCommand(shell))
    .addCommand(logsCommand(shell))
    .addCommand(stopCommand(shell))
    .addCommand(downCommand(shell))
    .addCommand(buildCommand(shell))
    .addCommand(urlCommand(shell))
    .addCommand(doctorCommand(shell))
    .addCommand(initCommand(shell));
}
