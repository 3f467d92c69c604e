import { createHash } from "node:crypto";
import { access, mkdir, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import semver from "semver";
import type { CommandRunner } from "../../command/index.ts";
import { isNbdevError, NbdevError } from "../../errors/index.ts";
import type { StepReport, TaskContext } from "../../progress/index.ts";
import type { Lock } from "../lock.ts";
import type { PipInstall } from "./environment-plan.ts";

/** JupyterHub 5.5 and its pins need this much. */
const oldestPython = "3.10.0";
const candidates = ["python3", "python3.13", "python3.12", "python3.11", "python3.10", "python"];

export interface Python {
  readonly path: string;
  readonly version: string;
}

interface Outside {
  readonly commands: CommandRunner;
  readonly lock: Lock;
  readonly cache: string;
  /** The text of hub-values/process-requirements.txt. */
  readonly requirements: string;
  findOnPath(program: string): Promise<string | undefined>;
}

/**
 * Virtual environments in the cache, named by a hash of what is in them. One has the marker `complete` only when its
 * last file was written; without the marker (a killed install, a full disk) it is made anew.
 */
export class PythonEnvironments {
  readonly #outside: Outside;

  constructor(outside: Outside) {
    this.#outside = outside;
  }

  /** The first Python on PATH that is new enough; throws PYTHON_MISSING, naming what was found instead. */
  async findPython(task: TaskContext): Promise<Python> {
    const tooOld: string[] = [];
    for (const name of candidates) {
      const path = await this.#outside.findOnPath(name);
      if (path === undefined) continue;
      const { stdout, stderr } = await this.#outside.commands.attempt({ program: path, args: ["--version"] }, task);
      const version = semver.coerce(stdout || stderr)?.version ?? "0.0.0";
      if (semver.gte(version, oldestPython)) return { path, version };
      tooOld.push(`${path} is ${version}`);
    }
    throw new NbdevError("PYTHON_MISSING", { found: tooOld.join(", ") || "there is none on PATH" });
  }

  /** JupyterHub, JupyterLab and Notebook at the versions that hub-values/process-requirements.txt pins. */
  async ensureHub(report: StepReport, task: TaskContext): Promise<string> {
    const python = await this.findPython(task);
    const key = digestOf(this.#outside.requirements, python.version);
    return this.#ensure(`hub-${key}`, report, task, async (folder) => {
      await this.#makeEnvironment(python, folder, [], task);
      const args = ["-m", "pip", "install", "--disable-pip-version-check", "--requirement", "-"];
      const file = join(folder, "requirements.txt");
      await writeFile(file, this.#outside.requirements);
      await this.#install(
        { program: join(folder, "bin/python"), args: [...args.slice(0, -1), file] },
        undefined,
        report,
        task,
      );
    });
  }

  /** The course's packages on top of the hub's environment, whose packages it sees without copying them. */
  async ensureCourse(
    hub: string,
    installs: readonly PipInstall[],
    course: string,
    report: StepReport,
    task: TaskContext,
  ): Promise<string> {
    const texts = await requirementTexts(installs, course);
    const key = digestOf(hub, ...installs.flatMap((install) => install.arguments), ...texts);
    return this.#ensure(`course-${key}`, report, task, async (folder) => {
      await this.#makeEnvironment({ path: join(hub, "bin/python"), version: "" }, folder, ["--without-pip"], task);
      await layerOn(hub, folder);
      for (const install of installs) {
        const args = ["-m", "pip", "--python", join(folder, "bin/python"), "install", "--disable-pip-version-check"];
        const command = { program: join(hub, "bin/python"), args: [...args, ...install.arguments], cwd: course };
        await this.#install(command, install.line, report, task);
      }
    });
  }

  async #ensure(
    name: string,
    report: StepReport,
    task: TaskContext,
    make: (folder: string) => Promise<void>,
  ): Promise<string> {
    const folder = join(this.#outside.cache, "environments", name);
    const marker = join(folder, "complete");
    if (await exists(marker)) {
      report.detail("cached");
      return folder;
    }
    await this.#outside.lock.hold(`environment-${name}`, task, async () => {
      if (await exists(marker)) return;
      await rm(folder, { recursive: true, force: true });
      await mkdir(folder, { recursive: true });
      await make(folder);
      await writeFile(marker, "");
    });
    return folder;
  }

  async #makeEnvironment(python: Python, folder: string, flags: readonly string[], task: TaskContext): Promise<void> {
    const command = { program: python.path, args: ["-m", "venv", ...flags, folder] };
    const made = await this.#outside.commands.attempt(command, task);
    if (made.exitCode === 0) return;
    const output = `${made.stdout}\n${made.stderr}`.trim().split("\n").slice(-20);
    if (output.some((line) => /No space left/i.test(line)))
      throw new NbdevError("DISK_FULL", { where: folder }, { output });
    throw new NbdevError("PYTHON_WITHOUT_VENV", { python: python.path }, { output });
  }

  async #install(
    command: { program: string; args: string[]; cwd?: string },
    line: number | undefined,
    report: StepReport,
    task: TaskContext,
  ): Promise<void> {
    try {
      await this.#outside.commands.run(command, task, { onLine: (text) => report.output(text) });
    } catch (error) {
      throw isNbdevError(error, "TOOL_FAILED") ? installError(error, line) : error;
    }
  }
}

function installError(error: NbdevError<"TOOL_FAILED">, line: number | undefined): NbdevError {
  const { output } = error;
  const text = output.join("\n");
  if (/No space left/i.test(text)) return new NbdevError("DISK_FULL", { where: "the cache" }, { cause: error, output });
  if (
    /NewConnectionError|Temporary failure in name resolution|Connection refused|ProxyError|Read timed out/.test(text)
  ) {
    return new NbdevError("PYPI_UNREACHABLE", {}, { cause: error, output });
  }
  const requirement =
    /(?:No matching distribution found for|Could not find a version that satisfies the requirement) (\S+)/.exec(
      text,
    )?.[1];
  return new NbdevError("REQUIREMENT_NOT_INSTALLABLE", { requirement, line }, { cause: error, output });
}

/** What requirements files say is part of what an environment is made of. */
async function requirementTexts(installs: readonly PipInstall[], course: string): Promise<string[]> {
  const { readFile } = await import("node:fs/promises");
  const files = installs.flatMap(({ arguments: words }) =>
    words.filter((_, index) => /^(-r|-c|--requirement|--constraint)$/.test(words[index - 1] ?? "")),
  );
  return Promise.all(files.map((file) => readFile(join(course, file), "utf8").catch(() => `missing ${file}`)));
}

/** A .pth file shows the lower environment's packages; Jupyter looks for its files below sys.prefix, so those are linked. */
async function layerOn(lower: string, folder: string): Promise<void> {
  const [version = ""] = (await readdir(join(folder, "lib"))).filter((name) => name.startsWith("python3"));
  await writeFile(
    join(folder, "lib", version, "site-packages", "lower.pth"),
    `${join(lower, "lib", version, "site-packages")}\n`,
  );
  for (const [parent, target] of [
    ["share", "share/jupyter"],
    ["etc", "etc/jupyter"],
  ] as const) {
    if (!(await exists(join(lower, target)))) continue;
    await mkdir(join(folder, target), { recursive: true });
    for (const name of await readdir(join(lower, target)))
      await symlink(join(lower, target, name), join(folder, target, name));
    await mkdir(join(folder, parent), { recursive: true });
  }
}

function digestOf(...parts: readonly string[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part).update("\0");
  return hash.digest("hex").slice(0, 16);
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
