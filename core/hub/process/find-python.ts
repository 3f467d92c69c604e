import semver from "semver";
import type { CommandRunner } from "../../command/index.ts";
import { NbdevError } from "../../errors/index.ts";
import type { TaskContext } from "../../progress/index.ts";

/** JupyterHub 5.5 and its pins need this much. */
const oldestPython = "3.10.0";
const candidates = ["python3", "python3.14", "python3.13", "python3.12", "python3.11", "python3.10", "python"];

export interface Python {
  readonly path: string;
  readonly version: string;
}

/** The first Python on PATH that runs and is new enough; throws PYTHON_MISSING, naming what was found instead. */
export async function findPython(
  { commands, findOnPath }: { commands: CommandRunner; findOnPath(program: string): Promise<string | undefined> },
  task: TaskContext,
): Promise<Python> {
  const refused: string[] = [];
  for (const name of candidates) {
    const path = await findOnPath(name);
    if (path === undefined) continue;
    const version = await versionOf(path, commands, task);
    if (version !== undefined && semver.gte(version, oldestPython)) return { path, version };
    refused.push(version === undefined ? `${path} does not run` : `${path} is ${version}`);
  }
  throw new NbdevError("PYTHON_MISSING", { found: refused.join(", ") || "there is none on PATH" });
}

/** A version manager leaves stand-ins on PATH for Pythons that are not installed; those name versions in their errors. */
async function versionOf(path: string, commands: CommandRunner, task: TaskContext): Promise<string | undefined> {
  const { stdout, exitCode } = await commands.attempt({ program: path, args: ["--version"] }, task);
  return exitCode === 0 ? semver.coerce(/^Python (\S+)/.exec(stdout)?.[1])?.version : undefined;
}
