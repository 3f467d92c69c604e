import {
  buildkitStep,
  type CheckRequest,
  type CheckResult,
  type CourseFiles,
  check,
  type ImageContents,
  imageContentsStep,
} from "./check/index.ts";
import type { CommandRunner } from "./command/index.ts";
import {
  type Course,
  chooseNotebook,
  findChangedFile,
  initCourse,
  launchUrl,
  openCourse,
  openSettings,
  productionUrl,
  resolveNotebook,
  type Settings,
} from "./course/index.ts";
import { isNbdevError, NbdevError } from "./errors/index.ts";
import type { Host } from "./host.ts";
import { planUp } from "./hub/plan-up.ts";
import type { Finding, HubRequest, HubRuntime, RunningHub } from "./hub/runtime.ts";
import { connectToServer } from "./hub/server/connect-to-server.ts";
import { ensureServer, serverSteps } from "./hub/server/ensure-server.ts";
import type { LaunchOutside } from "./hub/server/launch-outside.ts";
import type { HubStatus } from "./hub/status.ts";
import { up } from "./hub/up.ts";
import { type PlannedStep, runStep, type TaskContext } from "./progress/index.ts";
import type {
  BuildResult,
  CourseDescription,
  CoursePackages,
  CourseRequest,
  DescribedImage,
  DownRequest,
  ExportRequest,
  InitRequest,
  LogsRequest,
  Nbdev,
  OpenRequest,
  OpenResult,
  PackagesRequest,
  RuntimeRequest,
  ServerConnection,
  UpRequest,
  UpResult,
  UrlRequest,
} from "./requests.ts";

/** What the facade is composed of; core/create-nbdev.ts fills it with the adapters. */
export interface NbdevOutside extends Omit<LaunchOutside, "runtime"> {
  readonly env: Host["env"];
  readonly files: CourseFiles;
  readonly commands: CommandRunner;
  imageContents(reference: string, task: TaskContext): Promise<ImageContents>;
  /** As `imageContents`, but only from the cache. */
  knownImageContents(reference: string, task: TaskContext): Promise<ImageContents | undefined>;
  /** The runtime to start or build in; `auto` makes sure that its tools can be had. */
  openRuntime(settings: Settings, courseDirectory: string, task: TaskContext): Promise<HubRuntime>;
  /** The runtime to look into or to end; `auto` takes the one that is there, and downloads nothing. */
  findRuntime(settings: Settings, courseDirectory: string, task: TaskContext): Promise<HubRuntime>;
}

interface Opened {
  readonly course: Course;
  readonly request: HubRequest;
  readonly runtime: HubRuntime;
}

/** nbdev on this machine. */
export class LocalNbdev implements Nbdev {
  readonly #outside: NbdevOutside;

  constructor(outside: NbdevOutside) {
    this.#outside = outside;
  }

  async up(request: UpRequest, task: TaskContext): Promise<UpResult> {
    const { course, runtime, request: hubRequest } = await this.#open(request, task);
    const notebook = await chooseNotebook(course, request);
    if (request.dryRun) return planUp(runtime, course, notebook, hubRequest, task);
    const { openLink, forwardedOrigin } = request;
    return up({ ...this.#outside, runtime }, course, notebook, { ...hubRequest, openLink, forwardedOrigin }, task);
  }

  async open(request: OpenRequest, task: TaskContext): Promise<OpenResult> {
    const { course, runtime } = await this.#open(request, task);
    const notebook = await chooseNotebook(course, request);
    const hub = await requireHub(runtime, "nbdev open", task);
    task.progress({ type: "plan", steps: serverSteps });
    const origin = await request.forwardedOrigin?.(hub.url);
    const wanted = { course, notebook, digest: undefined, origin };
    const { warnings } = await ensureServer({ ...this.#outside, runtime }, hub, wanted, task);
    const link = launchUrl({ hubUrl: hub.url, course: course.name, notebook, token: hub.launchToken });
    await request.openLink?.(link);
    return {
      runtime: runtime.type,
      course: course.name,
      launchUrl: link,
      productionUrl: productionUrl({ course: course.name, notebook }),
      notebook,
      warnings,
    };
  }

  async describe(request: CourseRequest): Promise<CourseDescription> {
    const { course } = await openCourse(request.directory, request, this.#outside.env);
    return { name: course.name, notebooks: course.notebooks };
  }

  async image(request: CourseRequest, task: TaskContext): Promise<DescribedImage | undefined> {
    const { course, settings } = await openCourse(request.directory, request, this.#outside.env);
    const runtime = await this.#outside.findRuntime(settings, course.directory, task);
    const image = await runtime.findImage(course, task);
    return image && { ...image, changedFile: await findChangedFile(course.directory, image.builtAt) };
  }

  async packages({ look, ...request }: PackagesRequest, task: TaskContext): Promise<CoursePackages | undefined> {
    const { course, settings } = await openCourse(request.directory, request, this.#outside.env);
    const runtime = await this.#outside.findRuntime(settings, course.directory, task);
    const image = runtime.capabilities.images ? await runtime.findImage(course, task) : undefined;
    if (image === undefined) return undefined;
    const { imageContents, knownImageContents } = this.#outside;
    const contents = await (look ? imageContents : knownImageContents)(image.reference, task);
    if (contents?.versions === undefined) return undefined;
    return { builtAt: image.builtAt, versions: contents.versions, modules: contents.modules };
  }

  async connect(request: CourseRequest, task: TaskContext): Promise<ServerConnection> {
    const { course, settings } = await openCourse(request.directory, request, this.#outside.env);
    const runtime = await this.#outside.findRuntime(settings, course.directory, task);
    return connectToServer({ ...this.#outside, runtime }, course, task);
  }

  async build(request: CourseRequest, task: TaskContext): Promise<BuildResult> {
    const { course, runtime, request: hubRequest } = await this.#open(request, task);
    task.progress({ type: "plan", steps: runtime.steps.filter(({ id }) => id === "build" || id === "environment") });
    const { reference, id, changed, deviations } = await runtime.build(course, hubRequest, task);
    const image = { reference: String(reference), id, changed };
    return { outcome: "built", runtime: runtime.type, course: course.name, image, deviations };
  }

  async stop(request: RuntimeRequest, task: TaskContext): Promise<void> {
    const runtime = await this.#runtime(request, task);
    const step = { id: "stop", title: "Stop the hub and keep its data" };
    await this.#change(runtime, step, task, () => runtime.stop(task));
  }

  async down(request: DownRequest, task: TaskContext): Promise<void> {
    const runtime = await this.#runtime(request, task);
    const course = request.all ? undefined : await this.#courseToTakeAway(request, runtime, task);
    const step = { id: "down", title: `Take ${course?.name ?? "everything"} away` };
    await this.#change(runtime, step, task, () => runtime.down(course, task));
  }

  async status(request: RuntimeRequest, task: TaskContext): Promise<HubStatus> {
    return (await this.#runtime(request, task)).status(task);
  }

  async *logs(request: LogsRequest, task: TaskContext): AsyncIterable<string> {
    const runtime = await this.#runtime(request, task);
    yield* runtime.logs(request.source, request, task);
  }

  async exportLogs(request: ExportRequest, task: TaskContext): Promise<string> {
    await (await this.#runtime(request, task)).exportLogs(request.into, task);
    return request.into;
  }

  async doctor(request: CourseRequest, task: TaskContext): Promise<Finding[]> {
    const settings = await openSettings(request.directory, request, this.#outside.env);
    const runtime = await this.#outside.openRuntime(settings, request.directory, task);
    return runtime.preflight({ ...settings, course: settings.course ?? "" }, task);
  }

  async check(request: CheckRequest, task: TaskContext): Promise<CheckResult> {
    const { builtImage, image = await this.#imageContents(builtImage, request, task) } = request;
    return check({ ...request, image }, this.#outside, task);
  }

  async url(request: UrlRequest, task: TaskContext): Promise<string> {
    const { course } = await openCourse(request.directory, request, this.#outside.env);
    const link = { course: course.name, notebook: resolveNotebook(course, request.notebook) };
    if (request.production) return productionUrl(link);
    const { url, launchToken } = await requireHub(await this.#runtime(request, task), "nbdev url", task);
    return launchUrl({ ...link, hubUrl: url, token: launchToken });
  }

  init(request: InitRequest): Promise<{ file: string; text: string }> {
    return initCourse(request);
  }

  async prune(request: RuntimeRequest, task: TaskContext): Promise<{ removed: string[]; bytes: number }> {
    const runtime = await this.#runtime(request, task);
    const step = { id: "prune", title: "Remove what old builds left" };
    return this.#change(runtime, step, task, () => runtime.prune(task));
  }

  /** One step, while nobody else changes the same hub. */
  #change<T>(runtime: HubRuntime, step: PlannedStep, task: TaskContext, change: () => Promise<T>): Promise<T> {
    task.progress({ type: "plan", steps: [step] });
    return this.#outside.lock.hold(runtime.lockName, task, () => runStep(step, task, change));
  }

  async #imageContents(reference: CheckRequest["builtImage"], request: CheckRequest, task: TaskContext) {
    if (reference === undefined) return undefined;
    task.progress({ type: "plan", steps: [imageContentsStep, ...(request.engine ? [buildkitStep] : [])] });
    if (reference !== true) return this.#outside.imageContents(reference, task);
    const { course } = await openCourse(request.directory, request, this.#outside.env);
    return this.#outside.imageContents(`${course.imageRepository}:${course.name}`, task);
  }

  async #open(request: CourseRequest, task: TaskContext): Promise<Opened> {
    const { course, settings } = await openCourse(request.directory, request, this.#outside.env);
    const runtime = await this.#outside.openRuntime(settings, course.directory, task);
    return { course, runtime, request: { ...settings, course: course.name } };
  }

  /** A course directory may be deleted or moved while its hub runs; that hub is still found by the directory's name. */
  async #courseToTakeAway(request: DownRequest, runtime: HubRuntime, task: TaskContext): Promise<Course | undefined> {
    try {
      return (await openCourse(request.directory, request, this.#outside.env)).course;
    } catch (error) {
      const isGone = isNbdevError(error, "COURSE_NOT_FOUND") && runtime.type === "process";
      if (isGone && (await runtime.status(task)).place.state !== "absent") return undefined;
      throw error;
    }
  }

  async #runtime(request: RuntimeRequest, task: TaskContext): Promise<HubRuntime> {
    const settings = await openSettings(request.directory, request, this.#outside.env);
    return this.#outside.findRuntime(settings, request.directory, task);
  }
}

async function requireHub(runtime: HubRuntime, what: string, task: TaskContext): Promise<RunningHub> {
  const hub = await runtime.running(task);
  if (hub === undefined) throw new NbdevError("HUB_NOT_RUNNING", { what });
  return hub;
}
