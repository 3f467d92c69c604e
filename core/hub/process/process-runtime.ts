import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Command } from "../../command/index.ts";
import type { Course } from "../../course/course.ts";
import { isNbdevError, NbdevError } from "../../errors/index.ts";
import { type BuiltImage, type Delivery, ImageReference, type ImageState } from "../../image/index.ts";
import { runStep, type TaskContext } from "../../progress/index.ts";
import type { Finding, HubRequest, HubRuntime, LogSource, RunningHub } from "../runtime.ts";
import type { HubStatus } from "../status.ts";
import { whenWritten, writeCourseImage } from "./course-image.ts";
import { planEnvironment } from "./environment-plan.ts";
import { allLines, exists, lastLines } from "./log-file.ts";
import { ProcessHub, type ProcessHubOutside } from "./process-hub.ts";
import type { PythonEnvironments } from "./python-environments.ts";
import { runtimeDeviations } from "./runtime-deviations.ts";

export interface ProcessOutside extends ProcessHubOutside {
  readonly environments: PythonEnvironments;
  readonly cache: string;
  readonly isRoot: boolean;
}

const steps = {
  build: { id: "build", title: "Make the course's environment" },
  environment: { id: "environment", title: "Install JupyterHub and JupyterLab" },
  hub: { id: "hub", title: "Start the hub" },
} as const;

/** A hub as processes of this machine: no Docker, and so an environment that stands for the course's image. */
export class ProcessRuntime implements HubRuntime {
  readonly type = "process";
  readonly capabilities = { images: false, memoryLimit: true, gpu: false };
  readonly steps = [steps.environment, steps.build, steps.hub];
  readonly lockName: string;
  readonly #outside: ProcessOutside;
  readonly #hub: ProcessHub;
  #hubEnvironment: Promise<string> | undefined;

  constructor(outside: ProcessOutside) {
    this.#outside = outside;
    this.#hub = new ProcessHub(outside);
    this.lockName = `process-${outside.instance}`;
  }

  async preflight(_request: HubRequest, task: TaskContext): Promise<Finding[]> {
    const cgroup = await this.#outside.processes.writableMemoryCgroup(this.#outside.instance);
    const limit = cgroup ?? "off: no cgroup of this machine is writable";
    return [
      await this.#pythonFinding(task),
      { subject: "memory limit", severity: "ok", value: limit },
      { subject: "course code", severity: "ok", value: "runs here with your own rights" },
    ];
  }

  async build(course: Course, _request: HubRequest, task: TaskContext): Promise<BuiltImage> {
    const dockerfile = await readDockerfile(course);
    const plan = planEnvironment(dockerfile);
    const hub = await this.#ensureHubEnvironment(task);
    return runStep(steps.build, task, async (report) => {
      const python = await this.#outside.environments.ensureCourse(hub, plan.installs, course.directory, report, task);
      const { description, changed } = await writeCourseImage(course, plan, python, this.#outside);
      report.detail(`${plan.reproduced} of ${plan.total} Dockerfile lines reproduced; not a substitute for the image`);
      const reference = ImageReference.parse(course.imageRepository).withTag(course.name);
      return { reference, id: description.digest, changed, deviations: plan.deviations };
    });
  }

  async findImage(course: Course, _task: TaskContext): Promise<ImageState | undefined> {
    const builtAt = await whenWritten(this.#outside.folder, course);
    if (builtAt === undefined) return undefined;
    return { reference: `${course.imageRepository}:${course.name}`, builtAt, bytes: undefined };
  }

  async deliver(image: BuiltImage, _request: HubRequest, _task: TaskContext): Promise<Delivery> {
    return { reference: image.reference, digest: image.id, bytesMoved: 0 };
  }

  async prepare(_request: HubRequest, task: TaskContext): Promise<void> {
    await this.#ensureHubEnvironment(task);
  }

  up(request: HubRequest, task: TaskContext): Promise<RunningHub> {
    return runStep(steps.hub, task, async (report) => {
      if (await this.#hub.isAlive()) report.detail("running already");
      else await this.#hub.start(await this.#ensureHubEnvironment(task), request, task);
      const hub = await this.running(task);
      if (hub === undefined) throw new NbdevError("HUB_CRASHING", { reason: "it ended right after its start" });
      return hub;
    });
  }

  async running(_task: TaskContext): Promise<RunningHub | undefined> {
    const settings = await this.#hub.settings();
    if (settings === undefined || !(await this.#hub.isAlive())) return undefined;
    const { port, launchToken, apiToken, memoryCgroup } = settings;
    const deviations = runtimeDeviations({ memoryLimit: memoryCgroup !== "", root: this.#outside.isRoot });
    return { url: `http://127.0.0.1:${port}`, launchToken, apiToken, deviations };
  }

  async status(task: TaskContext): Promise<HubStatus> {
    const { instance, folder } = this.#outside;
    const running = await this.running(task);
    const processes = await this.#outside.processes.find(instance);
    const name = `hub ${instance}`;
    const detail = `${processes.length} processes`;
    const state =
      running !== undefined
        ? "running"
        : processes.length > 0
          ? "broken"
          : (await exists(folder))
            ? "stopped"
            : "absent";
    return {
      runtime: "process",
      place: { name, state, detail },
      hub: { state: running === undefined ? "absent" : "running", url: running?.url, detail },
      servers: running === undefined ? [] : await this.#hub.servers(),
    };
  }

  async watchServer(user: string, task: TaskContext): Promise<never> {
    const log = join(this.#outside.folder, "hub.log");
    for (;;) {
      await delay(500, undefined, { signal: task.signal });
      if (!(await this.#hub.isAlive()))
        throw new NbdevError("HUB_CRASHING", { reason: "its process ended" }, { output: await lastLines(log, 20) });
      const refused = (await lastLines(log, 200)).findLast(
        (line) => line.includes("IMAGE_NOT_DELIVERED") && line.includes(user),
      );
      const reference = /IMAGE_NOT_DELIVERED (\S+)/.exec(refused ?? "")?.[1];
      if (reference === undefined) continue;
      const course = reference.split(":").at(-1) ?? "";
      throw new NbdevError("IMAGE_NOT_DELIVERED", {
        reference,
        course,
        production: `production would start ${reference}`,
      });
    }
  }

  async removeServers(users: readonly string[], _task: TaskContext): Promise<void> {
    for (const user of users) await rm(join(this.#outside.folder, "servers", user), { recursive: true, force: true });
  }

  async stop(task: TaskContext): Promise<void> {
    await this.#outside.processes.end(this.#outside.instance, task);
  }

  async down(_course: unknown, task: TaskContext): Promise<void> {
    await this.#outside.processes.end(this.#outside.instance, task);
    await rm(this.#outside.folder, { recursive: true, force: true });
  }

  /** Without a hub of this course nothing stands on the laid-out files. */
  async prune(_task: TaskContext): Promise<{ removed: string[]; bytes: number }> {
    const images = join(this.#outside.cache, "images");
    if ((await this.#hub.settings()) !== undefined || !(await exists(images))) return { removed: [], bytes: 0 };
    await rm(images, { recursive: true, force: true });
    return { removed: [images], bytes: 0 };
  }

  async *logs(
    source: LogSource,
    options: { follow: boolean; lines: number },
    task: TaskContext,
  ): AsyncIterable<string> {
    const file = join(this.#outside.folder, "hub.log");
    if (!(await exists(file))) throw new NbdevError("HUB_NOT_RUNNING", { what: `nbdev logs ${source}` });
    let lines = await allLines(file);
    yield* lines.slice(-options.lines);
    while (options.follow) {
      await delay(500, undefined, { signal: task.signal });
      const now = await allLines(file);
      yield* now.slice(lines.length);
      lines = now;
    }
  }

  async exportLogs(directory: string, _task: TaskContext): Promise<void> {
    const settings = await this.#hub.settings();
    const secrets =
      settings === undefined
        ? []
        : [settings.launchToken, settings.apiToken, settings.proxyToken, settings.cookieSecret];
    const text = (await allLines(join(this.#outside.folder, "hub.log"))).join("\n");
    await mkdir(directory, { recursive: true });
    await writeFile(
      join(directory, "hub.log"),
      secrets.reduce((all, secret) => all.replaceAll(secret, "[secret]"), text),
    );
  }

  async plannedCommands(course: Course, _request: HubRequest, task: TaskContext): Promise<readonly Command[]> {
    const { path } = await this.#outside.environments.findPython(task);
    const { installs } = planEnvironment(await readDockerfile(course));
    const requirements = join(this.#outside.valuesFolder, "process-requirements.txt");
    const environment = join(this.#outside.cache, "environments", "<hash>");
    return [
      { program: path, args: ["-m", "venv", environment] },
      { program: `${environment}/bin/python`, args: ["-m", "pip", "install", "--requirement", requirements] },
      ...installs.map((install) => ({
        program: `${environment}/bin/python`,
        args: ["-m", "pip", "install", ...install.arguments],
      })),
      {
        program: `${environment}/bin/python`,
        args: ["-m", "jupyterhub", "-f", join(this.#outside.valuesFolder, "process_config.py")],
      },
    ];
  }

  /** Once in the life of this object: the course's environment and the hub both stand on it. */
  #ensureHubEnvironment(task: TaskContext): Promise<string> {
    this.#hubEnvironment ??= runStep(steps.environment, task, (report) =>
      this.#outside.environments.ensureHub(report, task),
    );
    return this.#hubEnvironment;
  }

  async #pythonFinding(task: TaskContext): Promise<Finding> {
    try {
      const { path, version } = await this.#outside.environments.findPython(task);
      return { subject: "Python", severity: "ok", value: `${version} at ${path}` };
    } catch (error) {
      if (!isNbdevError(error)) throw error;
      return { subject: "Python", severity: "error", value: error.message, hint: error.hint, error };
    }
  }
}

function readDockerfile(course: Course): Promise<string> {
  return readFile(join(course.directory, "Dockerfile"), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
    throw new NbdevError("DOCKERFILE_MISSING", { directory: course.directory }, { cause: error });
  });
}
