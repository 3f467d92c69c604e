import { join } from "node:path";
import { pasteable } from "./command/index.ts";
import { type Course, openCourse, readSettings, resolveNotebook, settingsFile, settingsText } from "./course/index.ts";
import { launchUrls } from "./course/launch-url.ts";
import { NbdevError } from "./errors/index.ts";
import type { Finding, HubRequest, HubRuntime, RunningHub, RuntimeType } from "./hub/runtime.ts";
import { ensureServer, serverSteps } from "./hub/server/ensure-server.ts";
import type { LaunchOutside } from "./hub/server/launch-outside.ts";
import type { HubStatus } from "./hub/status.ts";
import { up } from "./hub/up.ts";
import { watchTask } from "./hub/watched-task.ts";
import type { TaskContext } from "./progress/index.ts";
import type {
  BuildResult,
  CourseRequest,
  DownRequest,
  InitRequest,
  LogsRequest,
  Nbdev,
  OpenRequest,
  OpenResult,
  RuntimeRequest,
  UpRequest,
  UpResult,
  UrlRequest,
} from "./requests.ts";

/** What the facade is composed of; core/index.ts fills it with the adapters. */
export interface NbdevOutside extends Omit<LaunchOutside, "runtime"> {
  openRuntime(type: RuntimeType | "auto", request: CourseRequest, task: TaskContext): Promise<HubRuntime>;
  /** Writes a file that is not there yet; says whether it did. */
  writeNewFile(path: string, text: string): Promise<boolean>;
}

/** nbdev on this machine. */
export class LocalNbdev implements Nbdev {
  readonly #outside: NbdevOutside;

  constructor(outside: NbdevOutside) {
    this.#outside = outside;
  }

  async up(request: UpRequest, task: TaskContext): Promise<UpResult> {
    const course = await this.#course(request);
    const runtime = await this.#runtime(request, task);
    const notebook = await chooseNotebook(course, request);
    if (request.dryRun) return planOnly(runtime, course, notebook, hubRequest(course, request), task);
    return up(
      { ...this.#outside, runtime },
      course,
      notebook,
      { ...hubRequest(course, request), openLink: request.openLink },
      task,
    );
  }

  async open(request: OpenRequest, task: TaskContext): Promise<OpenResult> {
    const course = await this.#course(request);
    const runtime = await this.#runtime(request, task);
    const notebook = await chooseNotebook(course, request);
    const hub = await requireHub(runtime, "nbdev open", task);
    const { task: watched, warnings } = watchTask(task);
    watched.progress({ type: "plan", steps: serverSteps });
    const server = await ensureServer(
      { ...this.#outside, runtime },
      hub,
      { course, notebook, digest: undefined },
      watched,
    );
    const urls = launchUrls({ hubUrl: hub.url, course: course.name, notebook, token: hub.launchToken });
    await request.openLink?.(urls.local);
    return {
      runtime: runtime.type,
      course: course.name,
      launchUrl: urls.local,
      productionUrl: urls.production,
      notebook,
      warnings: [...warnings, ...server.warnings],
    };
  }

  async build(request: CourseRequest, task: TaskContext): Promise<BuildResult> {
    const course = await this.#course(request);
    const runtime = await this.#runtime(request, task);
    task.progress({ type: "plan", steps: runtime.steps.filter(({ id }) => id === "build") });
    const { reference, id, changed, deviations } = await runtime.build(course, hubRequest(course, request), task);
    const image = { reference: String(reference), id, changed };
    return { outcome: "built", runtime: runtime.type, course: course.name, image, deviations };
  }

  async stop(request: RuntimeRequest, task: TaskContext): Promise<void> {
    const runtime = await this.#runtime(request, task);
    await this.#outside.lock.hold(runtime.lockName, task, () => runtime.stop(task));
  }

  async down(request: DownRequest, task: TaskContext): Promise<void> {
    const runtime = await this.#runtime(request, task);
    const course = request.all ? undefined : await this.#course(request);
    await this.#outside.lock.hold(runtime.lockName, task, () => runtime.down(course, task));
  }

  async status(request: RuntimeRequest, task: TaskContext): Promise<HubStatus> {
    return (await this.#runtime(request, task)).status(task);
  }

  async *logs(request: LogsRequest, task: TaskContext): AsyncIterable<string> {
    const runtime = await this.#runtime(request, task);
    yield* runtime.logs(request.source, request, task);
  }

  async exportLogs(request: RuntimeRequest & { into: string }, task: TaskContext): Promise<string> {
    await (await this.#runtime(request, task)).exportLogs(request.into, task);
    return request.into;
  }

  async doctor(request: CourseRequest, task: TaskContext): Promise<Finding[]> {
    const course = await this.#course(request);
    return (await this.#runtime(request, task)).preflight(hubRequest(course, request), task);
  }

  async url(request: UrlRequest, task: TaskContext): Promise<string> {
    const course = await this.#course(request);
    const notebook = resolveNotebook(course, request.notebook);
    if (request.production) return launchUrls({ hubUrl: "", course: course.name, notebook, token: "" }).production;
    const hub = await requireHub(await this.#runtime(request, task), "nbdev url", task);
    return launchUrls({ hubUrl: hub.url, course: course.name, notebook, token: hub.launchToken }).local;
  }

  async init({ directory, print }: InitRequest): Promise<{ file: string; text: string }> {
    const course = await this.#course({ directory });
    const file = join(course.directory, settingsFile);
    const text = settingsText(course.name, course.notebooks);
    if (!print && !(await this.#outside.writeNewFile(file, text))) throw new NbdevError("SETTINGS_PRESENT", { file });
    return { file, text };
  }

  prune(_request: RuntimeRequest, _task: TaskContext): Promise<{ removed: string[]; bytes: number }> {
    throw new Error("prune is not there yet");
  }

  async #course(request: Pick<CourseRequest, "directory" | "course">): Promise<Course> {
    return openCourse(request.directory, await readSettings(request.directory), request.course);
  }

  #runtime(request: CourseRequest, task: TaskContext): Promise<HubRuntime> {
    return this.#outside.openRuntime(request.runtime, request, task);
  }
}

function hubRequest(course: Course, request: CourseRequest): HubRequest {
  return {
    course: course.name,
    limits: course.limits,
    port: request.port,
    chart: request.chart,
    nodeImage: request.nodeImage,
    registryImage: request.registryImage,
    valuesFiles: request.valuesFiles ?? [],
    platform: request.platform,
    caBundle: request.caBundle,
    keep: request.keep ?? false,
  };
}

/** The one named, else nbdev.yaml's, else the only one, else a person's choice, else none: the tree. */
async function chooseNotebook(
  course: Course,
  request: Pick<UpRequest, "notebook" | "chooseNotebook">,
): Promise<string | undefined> {
  const named = request.notebook ?? course.defaultNotebook;
  if (named !== undefined) return resolveNotebook(course, named);
  if (course.notebooks.length <= 1) return course.notebooks[0];
  return request.chooseNotebook?.(course.notebooks);
}

async function requireHub(runtime: HubRuntime, what: string, task: TaskContext): Promise<RunningHub> {
  const hub = await runtime.running(task);
  if (hub === undefined) throw new NbdevError("HUB_NOT_RUNNING", { what });
  return hub;
}

async function planOnly(
  runtime: HubRuntime,
  course: Course,
  notebook: string | undefined,
  request: HubRequest,
  task: TaskContext,
): Promise<UpResult> {
  const commands = await runtime.plannedCommands(course, request, task);
  const hubUrl = `http://127.0.0.1:${request.port ?? "<port>"}`;
  const urls = launchUrls({ hubUrl, course: course.name, notebook, token: "<token>" });
  return {
    outcome: "planned",
    runtime: runtime.type,
    course: course.name,
    image: { reference: `${course.imageRepository}:${course.name}`, digest: "" },
    hubUrl,
    launchUrl: urls.local,
    productionUrl: urls.production,
    notebook,
    commands: commands.map(pasteable),
    deviations: [],
    warnings: [],
    timings: {},
  };
}
