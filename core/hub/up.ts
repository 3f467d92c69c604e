import type { Course } from "../course/course.ts";
import { launchUrls } from "../course/launch-url.ts";
import type { Delivery, Deviation } from "../image/index.ts";
import { type PlannedStep, runStep, sideBySide, type TaskContext } from "../progress/index.ts";
import type { UpRequest, UpResult } from "../requests.ts";
import type { HubApi } from "./api/hub-api.ts";
import type { Lock } from "./lock.ts";
import type { HubRequest, HubRuntime, RunningHub } from "./runtime.ts";
import { startServer } from "./server/start-server.ts";
import { verifyServer } from "./server/verify-server.ts";
import type { UserServer } from "./status.ts";
import { watchTask } from "./watched-task.ts";

/** What every flow to a learner's server needs. */
export interface LaunchOutside {
  readonly runtime: HubRuntime;
  readonly lock: Lock;
  connect(hub: RunningHub): HubApi;
  newUserName(): string;
}

const preflight: PlannedStep = { id: "preflight", title: "Check this machine" };
const server: PlannedStep = { id: "server", title: "Start a learner's server" };
const verify: PlannedStep = { id: "verify", title: "Check what a learner would see" };
const open: PlannedStep = { id: "open", title: "Open the notebook" };

/** From a course to its notebook in a local hub: the steps of `nbdev up`, in order. */
export async function up(
  outside: LaunchOutside,
  course: Course,
  notebook: string | undefined,
  request: HubRequest & Pick<UpRequest, "openLink">,
  task: TaskContext,
): Promise<UpResult> {
  const { runtime, lock } = outside;
  const watched = watchTask(task);
  watched.task.progress({
    type: "plan",
    steps: [preflight, ...runtime.steps, server, verify, ...(request.openLink ? [open] : [])],
  });
  return lock.hold(runtime.lockName, watched.task, async () => {
    await runStep(preflight, watched.task, () => refuseUnfit(runtime, request, watched.task));
    const { image, hub } = await sideBySide(watched.task, {
      image: (task) => buildAndDeliver(runtime, course, request, task),
      hub: (task) => bringUp(runtime, request, task),
    });
    const started = await ensureServer(outside, hub, course, notebook, image.delivery.digest, watched.task);
    const urls = launchUrls({ hubUrl: hub.url, course: course.name, notebook, token: hub.launchToken });
    if (request.openLink !== undefined)
      await runStep(open, watched.task, () => request.openLink?.(urls.local) ?? Promise.resolve());
    for (const message of started.warnings) watched.task.progress({ type: "warning", message });
    return {
      outcome: "ready",
      runtime: runtime.type,
      course: course.name,
      image: { reference: String(image.delivery.reference), digest: image.delivery.digest },
      hubUrl: hub.url,
      launchUrl: urls.local,
      productionUrl: urls.production,
      notebook,
      deviations: [...hub.deviations, ...image.deviations],
      warnings: watched.warnings,
      timings: watched.timings(),
    };
  });
}

/**
 * A live server of the same image and notebook, or a new one; verified either way. Without a digest (nothing was
 * delivered just now) always a new one, of whatever image the hub has.
 */
export async function ensureServer(
  outside: LaunchOutside,
  hub: RunningHub,
  course: Course,
  notebook: string | undefined,
  digest: string | undefined,
  task: TaskContext,
): Promise<UserServer> {
  const { runtime, newUserName } = outside;
  const api = outside.connect(hub);
  const user = await runStep(server, task, async (report) => {
    await api.waitUntilAnswering(60, task);
    const live = digest === undefined ? undefined : await findLive(runtime, course, notebook, digest, task);
    if (live !== undefined) report.detail("the one from before still fits");
    if (live !== undefined) return live.user;
    return startServer({ hub: api, runtime, newUserName }, { nbdev: { course: course.name, notebook } }, report, task);
  });
  return runStep(verify, task, async () => {
    const started = await findServer(runtime, user, task);
    const expected = { digest: digest ?? started.image.digest, notebook };
    await verifyServer(api, started, expected, task);
    return started;
  });
}

async function refuseUnfit(runtime: HubRuntime, request: HubRequest, task: TaskContext): Promise<void> {
  for (const finding of await runtime.preflight(request, task)) {
    if (finding.error !== undefined) throw finding.error;
    if (finding.severity === "warning") {
      task.progress({ type: "warning", message: `${finding.subject}: ${finding.value}. ${finding.hint ?? ""}`.trim() });
    }
  }
}

async function buildAndDeliver(
  runtime: HubRuntime,
  course: Course,
  request: HubRequest,
  task: TaskContext,
): Promise<{ delivery: Delivery; deviations: readonly Deviation[] }> {
  const image = await runtime.build(course, request, task);
  return { delivery: await runtime.deliver(image, course, task), deviations: image.deviations };
}

async function bringUp(runtime: HubRuntime, request: HubRequest, task: TaskContext): Promise<RunningHub> {
  await runtime.prepare(request, task);
  return runtime.up(request, task);
}

async function findLive(
  runtime: HubRuntime,
  course: Course,
  notebook: string | undefined,
  digest: string,
  task: TaskContext,
): Promise<UserServer | undefined> {
  const { servers } = await runtime.status(task);
  return servers.find(
    (each) =>
      each.state === "ready" &&
      each.course === course.name &&
      each.notebook === notebook &&
      each.image.digest === digest,
  );
}

async function findServer(runtime: HubRuntime, user: string, task: TaskContext): Promise<UserServer> {
  const { servers } = await runtime.status(task);
  const found = servers.find((each) => each.user === user);
  if (found === undefined) throw new Error(`the server of ${user} is ready, but the runtime does not list it`);
  return found;
}
