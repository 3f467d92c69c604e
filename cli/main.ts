import { hostOfProcess } from "./host-of-process.ts";
import { programFor } from "./program.ts";
import { runCommand } from "./run-command.ts";

process.exitCode = await runCommand(programFor, hostOfProcess(process), process);
