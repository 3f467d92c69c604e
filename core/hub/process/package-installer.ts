import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Command, CommandResult, CommandRunner } from "../../command/index.ts";
import { NbdevError } from "../../errors/index.ts";
import type { StepReport, TaskContext } from "../../progress/index.ts";
import { type InstallSource, installFailure } from "./install-failure.ts";

export interface InstallerOutside {
  readonly commands: CommandRunner;
  /** The text of hub-values/process-requirements-virtualenv.txt. */
  readonly virtualenv: string;
  /** uv, where there is one and pip has no settings that it would not know; else undefined. */
  findUv(): Promise<string | undefined>;
}

/** What pip is asked for, and where. */
export interface PackageRequest extends InstallSource {
  readonly arguments: readonly string[];
  /** The Python whose pip installs: the environment's own, or that of the one below it. */
  readonly pip: string;
  readonly cwd: string;
}

/**
 * Makes virtual environments and installs into them: with uv where it is on PATH, which is several times as fast, else
 * with venv and pip. Where uv cannot do something, pip has the last word: the two differ in options and in indexes.
 */
export class PackageInstaller {
  readonly #outside: InstallerOutside;

  constructor(outside: InstallerOutside) {
    this.#outside = outside;
  }

  /** Throws PYTHON_WITHOUT_VENV where neither uv, nor venv, nor PyPI's virtualenv can do it. */
  async makeEnvironment(python: string, folder: string, { pip }: { pip: boolean }, task: TaskContext): Promise<void> {
    const uv = await this.#outside.findUv();
    if (uv !== undefined) {
      const args = ["venv", "--allow-existing", "--no-project", ...(pip ? ["--seed"] : []), "--python", python, folder];
      if ((await this.#attempt({ program: uv, args, env: uvSettings }, task)).exitCode === 0) return;
    }
    const flags = pip ? [] : ["--without-pip"];
    const made = await this.#attempt({ program: python, args: ["-m", "venv", ...flags, folder] }, task);
    if (made.exitCode === 0) return;
    if (!/ensurepip|No module named '?venv/.test(outputOf(made).join("\n"))) throw withoutVenv(python, made);
    await this.#makeWithVirtualenv(python, folder, flags, task);
  }

  async install(
    environment: string,
    request: PackageRequest,
    report: Pick<StepReport, "output">,
    task: TaskContext,
  ): Promise<void> {
    const { cwd } = request;
    const python = join(environment, "bin/python");
    const uv = await this.#outside.findUv();
    if (uv !== undefined) {
      const args = ["pip", "install", "--python", python, "--compile-bytecode", ...request.arguments];
      const done = await this.#attempt({ program: uv, args, cwd, env: uvSettings }, task, report);
      if (done.exitCode === 0) return;
      report.output("uv could not do it; trying with pip");
    }
    const target = request.pip === python ? [] : ["--python", python];
    const args = ["-m", "pip", ...target, "install", ...pipFlags, ...request.arguments];
    const done = await this.#attempt({ program: request.pip, args, cwd }, task, report);
    if (done.exitCode !== 0) throw installFailure(outputOf(done), request);
  }

  /** Debian keeps venv's pip in a package of its own; virtualenv brings one along, if there is a pip to get it with. */
  async #makeWithVirtualenv(python: string, folder: string, flags: string[], task: TaskContext): Promise<void> {
    const tool = join(folder, ".virtualenv");
    const args = ["-m", "pip", "install", ...pipFlags, "--target", tool, ...requirementsOf(this.#outside.virtualenv)];
    const fetched = await this.#attempt({ program: python, args }, task);
    if (/No module named '?pip/.test(fetched.stderr)) throw withoutVenv(python, fetched);
    if (fetched.exitCode !== 0) throw installFailure(outputOf(fetched), { line: undefined, requirements: [] });
    const env = { PYTHONPATH: tool };
    const made = await this.#attempt({ program: python, args: ["-m", "virtualenv", ...flags, folder], env }, task);
    if (made.exitCode !== 0) throw withoutVenv(python, made);
    await rm(tool, { recursive: true, force: true });
  }

  #attempt(command: Command, task: TaskContext, report?: Pick<StepReport, "output">): Promise<CommandResult> {
    const onLine = report === undefined ? {} : { onLine: (line: string) => report.output(line) };
    return this.#outside.commands.attempt(command, task, onLine);
  }
}

const pipFlags = ["--disable-pip-version-check", "--no-input", "--progress-bar=off"];
/** Only the Python that was found, never one that uv would download. */
const uvSettings = { UV_PYTHON_DOWNLOADS: "never", UV_NO_PROGRESS: "1" };

function requirementsOf(text: string): string[] {
  return text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
}

function withoutVenv(python: string, result: CommandResult): NbdevError {
  return new NbdevError("PYTHON_WITHOUT_VENV", { python }, { output: outputOf(result).slice(-20) });
}

function outputOf({ stdout, stderr }: CommandResult): string[] {
  return `${stdout}\n${stderr}`.trim().split("\n");
}
