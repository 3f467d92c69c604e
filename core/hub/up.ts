import type { Course } from "../course/course.ts";
import { launchUrl, productionUrl } from "../course/launch-url.ts";
import type { Delivery, Deviation } from "../image/index.ts";
import { type PlannedStep, runStep, sideBySide, type TaskContext } from "../progress/index.ts";
import type { UpRequest, UpResult } from "../requests.ts";
import type { HubRequest, HubRuntime, RunningHub } from "./runtime.ts";
import { ensureServer, serverSteps } from "./server/ensure-server.ts";
import type { LaunchOutside } from "./server/launch-outside.ts";
import { type WatchedTask, watchTask } from "./watched-task.ts";

const preflight: PlannedStep = { id: "preflight", title: "Check this machine" };
const open: PlannedStep = { id: "open", title: "Open the notebook" };

type OpenedBy = Pick<UpRequest, "openLink" | "forwardedOrigin">;

/** From a course to its notebook in a local hub: the steps of `nbdev up`, in order. */
export async function up(
  outside: LaunchOutside,
  course: Course,
  notebook: string | undefined,
  request: HubRequest & OpenedBy,
  task: TaskContext,
): Promise<UpResult> {
  const watched = watchTask(task);
  const steps = [preflight, ...outside.runtime.steps, ...serverSteps, ...(request.openLink ? [open] : [])];
  watched.task.progress({ type: "plan", steps });
  try {
    return await outside.lock.hold(outside.runtime.lockName, watched.task, () =>
      runSteps(outside, course, notebook, request, watched),
    );
  } catch (error) {
    watched.release();
    throw error;
  }
}

async function runSteps(
  outside: LaunchOutside,
  course: Course,
  notebook: string | undefined,
  request: HubRequest & OpenedBy,
  { task, warnings, timings }: WatchedTask,
): Promise<UpResult> {
  const { runtime } = outside;
  await runStep(preflight, task, () => refuseUnfit(runtime, request, task));
  const { image, hub } = await sideBySide(task, {
    image: (task) => buildAndDeliver(runtime, course, request, task),
    hub: (task) => bringUp(runtime, request, task),
  });
  const { reference, digest } = image.delivery;
  const origin = await request.forwardedOrigin?.(hub.url);
  const server = await ensureServer(outside, hub, { course, notebook, digest, origin }, task);
  const link = launchUrl({ hubUrl: hub.url, course: course.name, notebook, token: hub.launchToken });
  if (request.openLink !== undefined) await runStep(open, task, async () => request.openLink?.(link));
  return {
    outcome: "ready",
    runtime: runtime.type,
    course: course.name,
    image: { reference: String(reference), digest },
    hubUrl: hub.url,
    launchUrl: link,
    productionUrl: productionUrl({ course: course.name, notebook }),
    notebook,
    deviations: [...hub.deviations, ...image.deviations],
    warnings: [...warnings, ...server.warnings],
    timings: timings(),
  };
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
  return { delivery: await runtime.deliver(image, request, task), deviations: image.deviations };
}

async function bringUp(runtime: HubRuntime, request: HubRequest, task: TaskContext): Promise<RunningHub> {
  await runtime.prepare(request, task);
  return runtime.up(request, task);
}
