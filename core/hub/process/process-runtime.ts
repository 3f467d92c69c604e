import { readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Command } from "../../command/index.ts";
import type { Course } from "../../course/course.ts";
import { isNbdevError, NbdevError } from "../../errors/index.ts";
import { type BuiltImage, type Delivery, ImageReference, type ImageState } from "../../image/index.ts";
import { runStep, type TaskContext } from "../../progress/index.ts";
import type { Finding, HubRequest, HubRuntime, LogSource, RunningHub } from "../runtime.ts";
import type { HubStatus, PlaceState } from "../status.ts";
import { whenWritten, writeCourseImage } from "./course-image.ts";
import { planEnvironment } from "./environment-plan.ts";
import type { MemoryControl } from "./hub-processes.ts";
import { exists, lastLines } from "./log-file.ts";
import { ProcessHub, type ProcessHubOutside } from "./process-hub.ts";
import { exportProcessLogs, processLogs, serverLog } from "./process-logs.ts";
import type { PythonEnvironments } from "./python-environments.ts";
import { runtimeDeviations } from "./runtime-deviations.ts";
import { serverTrouble } from "./server-trouble.ts";
import type { SupervisorState } from "./supervisor.ts";
import { removeUnusedFiles } from "./unused-files.ts";

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
    const control = await this.#outside.processes.memoryControl(this.#outside.instance);
    const limit = describeMemoryControl(control);
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
      const environment = await this.#ensureHubEnvironment(task);
      const isRunning = (await this.#hub.state(task))?.hub.state === "running";
      if (isRunning && (await this.#hub.isAsAsked(environment, request))) report.detail("running already");
      else {
        if (isRunning) report.detail("started again, with what was changed");
        await this.#hub.start(environment, request, task);
      }
      const hub = await this.running(task);
      if (hub === undefined) throw new NbdevError("HUB_CRASHING", { reason: "it ended right after its start" });
      return hub;
    });
  }

  async running(task: TaskContext): Promise<RunningHub | undefined> {
    return this.#runningIn(await this.#hub.state(task));
  }

  async #runningIn(state: SupervisorState | undefined): Promise<RunningHub | undefined> {
    const settings = await this.#hub.settings();
    if (settings === undefined || state?.hub.state !== "running") return undefined;
    const { port, launchToken, apiToken, databaseDigest } = settings;
    const deviations = runtimeDeviations({
      memoryLimit: state.memoryCgroup !== "",
      root: this.#outside.isRoot,
      postgres: databaseDigest !== "",
    });
    return { url: `http://127.0.0.1:${port}`, launchToken, apiToken, deviations };
  }

  async status(task: TaskContext): Promise<HubStatus> {
    const { instance, folder } = this.#outside;
    const [supervisor, processes, isThere] = await Promise.all([
      this.#hub.state(task),
      this.#outside.processes.find(instance),
      exists(folder),
    ]);
    const running = await this.#runningIn(supervisor);
    const restarts = supervisor?.hub.restarts ?? 0;
    const detail = `${processes.length} processes${restarts === 0 ? "" : `, restarts of the hub: ${restarts}`}`;
    return {
      runtime: "process",
      place: { name: `hub ${instance}`, state: placeState(supervisor, processes.length, isThere), detail },
      hub: { state: hubState(supervisor), url: running?.url, detail },
      servers: supervisor === undefined ? [] : await this.#hub.servers(),
    };
  }

  async watchServer(user: string, task: TaskContext): Promise<never> {
    const log = join(this.#outside.folder, "hub.log");
    const before = await this.#hub.state(task);
    for (;;) {
      await delay(500, undefined, { signal: task.signal });
      const now = await this.#hub.state(task);
      if (now?.hub.state !== "running" || now.hub.restarts !== before?.hub.restarts)
        throw new NbdevError("HUB_CRASHING", { reason: "its process ended" }, { output: await lastLines(log, 20) });
      const lines = (await lastLines(log, 200)).filter((line) => line.includes(user));
      const output = await lastLines(serverLog(this.#outside.folder, user), 20);
      const trouble = serverTrouble(lines, output);
      if (trouble !== undefined) throw trouble;
    }
  }

  async removeServers(users: readonly string[], _task: TaskContext): Promise<void> {
    for (const user of users) await rm(join(this.#outside.folder, "servers", user), { recursive: true, force: true });
  }

  async stop(task: TaskContext): Promise<void> {
    await this.#hub.end(task);
  }

  async down(_course: unknown, task: TaskContext): Promise<void> {
    await this.#hub.end(task);
    await rm(this.#outside.folder, { recursive: true, force: true });
  }

  prune(_task: TaskContext): Promise<{ removed: string[]; bytes: number }> {
    return removeUnusedFiles(this.#outside.cache, dirname(this.#outside.folder));
  }

  logs(source: LogSource, options: { follow: boolean; lines: number }, task: TaskContext): AsyncIterable<string> {
    return processLogs(this.#outside.folder, source, options, task);
  }

  async exportLogs(directory: string, _task: TaskContext): Promise<void> {
    const settings = await this.#hub.settings();
    const secrets = settings && [settings.launchToken, settings.apiToken, settings.proxyToken, settings.cookieSecret];
    await exportProcessLogs(this.#outside.folder, directory, secrets ?? []);
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

function placeState(supervisor: SupervisorState | undefined, processes: number, isThere: boolean): PlaceState["state"] {
  if (supervisor !== undefined) return supervisor.hub.state === "failed" ? "broken" : "running";
  if (processes > 0) return "broken";
  return isThere ? "stopped" : "absent";
}

function hubState(supervisor: SupervisorState | undefined): HubStatus["hub"]["state"] {
  if (supervisor === undefined) return "absent";
  return ({ running: "running", restarting: "starting", failed: "failing" } as const)[supervisor.hub.state];
}

function describeMemoryControl(control: MemoryControl | undefined): string {
  if (control === undefined) return "off: no cgroup of this machine is writable";
  return control.type === "cgroup" ? control.folder : "by a scope of your own systemd";
}

function readDockerfile(course: Course): Promise<string> {
  return readFile(join(course.directory, "Dockerfile"), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
    throw new NbdevError("DOCKERFILE_MISSING", { directory: course.directory }, { cause: error });
  });
}
