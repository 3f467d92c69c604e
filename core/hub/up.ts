import type { Course } from "../course/course.ts";
import { launchUrls } from "../course/launch-url.ts";
import type { Delivery, Deviation } from "../image/index.ts";
import { type PlannedStep, runStep, sideBySide, type TaskContext } from "../progress/index.ts";
import type { UpRequest, UpResult } from "../requests.ts";
import type { HubRequest, HubRuntime, RunningHub } from "./runtime.ts";
import { ensureServer, serverSteps } from "./server/ensure-server.ts";
import type { LaunchOutside } from "./server/launch-outside.ts";
import { watchTask } from "./watched-task.ts";

const preflight: PlannedStep = { id: "preflight", title: "Check this machine" };
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
    steps: [preflight, ...runtime.steps, ...serverSteps, ...(request.openLink ? [open] : [])],
  });
  return lock.hold(runtime.lockName, watched.task, async () => {
    await runStep(preflight, watched.task, () => refuseUnfit(runtime, request, watched.task));
    const { image, hub } = await sideBySide(watched.task, {
      image: (task) => buildAndDeliver(runtime, course, request, task),
      hub: (task) => bringUp(runtime, request, task),
    });
    const started = await ensureServer(outside, hub, { course, notebook, digest: image.delivery.digest }, watched.task);
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
