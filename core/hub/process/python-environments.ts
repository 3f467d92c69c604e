import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { StepReport, TaskContext } from "../../progress/index.ts";
import type { Lock } from "../lock.ts";
import { digestFiles, layOut, writeFiles } from "./course-files.ts";
import { EnvironmentCache } from "./environment-cache.ts";
import { findPython, type Python } from "./find-python.ts";
import { layerOn } from "./layered-environment.ts";
import { type InstallerOutside, PackageInstaller } from "./package-installer.ts";
import { readWantedPackages } from "./requirement-files.ts";
import type { PipInstall } from "./run-outcome.ts";

interface Outside extends InstallerOutside {
  readonly lock: Lock;
  readonly cache: string;
  /** The text of the locked requirements of the hub: hub-values/process-requirements*.txt. */
  readonly requirements: string;
  readonly fingerprintScript: string;
  findOnPath(program: string): Promise<string | undefined>;
}

/** Changes when what `layerOn` makes does, so that no environment of an older nbdev's is taken for one of this. */
const layout = "hard links";

/** The Python environments of the process runtime, named by a hash of all that decides what is in them. */
export class PythonEnvironments {
  readonly #outside: Outside;
  readonly #cache: EnvironmentCache;
  readonly #installer: PackageInstaller;

  constructor(outside: Outside) {
    this.#outside = outside;
    this.#cache = new EnvironmentCache({ ...outside, folder: join(outside.cache, "environments") });
    this.#installer = new PackageInstaller(outside);
  }

  /** The first Python on PATH that is new enough; throws PYTHON_MISSING, naming what was found instead. */
  findPython(task: TaskContext): Promise<Python> {
    return findPython(this.#outside, task);
  }

  /** JupyterHub, JupyterLab and Notebook at the versions that the locked requirements pin. */
  async ensureHub(report: StepReport, task: TaskContext): Promise<string> {
    const python = await this.findPython(task);
    const key = digestOf(this.#outside.requirements, python.version);
    return this.#cache.ensure(`hub-${key}`, report, task, async (folder) => {
      await this.#installer.makeEnvironment(python.path, folder, { pip: true }, task);
      const file = join(folder, "requirements.txt");
      await writeFile(file, this.#outside.requirements);
      const own = { pip: join(folder, "bin/python"), cwd: folder, line: undefined, requirements: [] };
      await this.#installer.install(folder, { ...own, arguments: ["--requirement", file] }, report, task);
    });
  }

  /**
   * The course's packages on top of the hub's environment, whose packages it sees without copying them. Where a folder
   * of the course is installed, a copy is: a build writes beside its sources, and the course is never written to.
   */
  async ensureCourse(
    hub: string,
    installs: readonly PipInstall[],
    course: string,
    report: StepReport,
    task: TaskContext,
  ): Promise<string> {
    const wanted = await readWantedPackages(installs, course);
    const everything = [{ line: 0, sources: ["."], destination: "/" }];
    const files = wanted.installsFiles ? await layOut(course, { copies: everything }) : [];
    const key = digestOf(layout, hub, ...wanted.texts, await digestFiles(course, files));
    return this.#cache.ensure(`course-${key}`, report, task, async (folder) => {
      const pip = join(hub, "bin/python");
      await this.#installer.makeEnvironment(pip, folder, { pip: false }, task);
      await layerOn(hub, folder);
      const sources = join(folder, "sources");
      if (wanted.installsFiles) await writeFiles(course, files, sources);
      const { requirements } = wanted;
      for (const install of installs) {
        const request = { ...install, requirements, pip, cwd: wanted.installsFiles ? sources : course };
        await this.#installer.install(folder, request, report, task);
      }
    });
  }
}

function digestOf(...parts: readonly string[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part).update("\0");
  return hash.digest("hex").slice(0, 16);
}
