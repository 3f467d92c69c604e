import { pasteable } from "../command/index.ts";
import type { Course } from "../course/course.ts";
import { launchUrl, productionUrl } from "../course/launch-url.ts";
import type { TaskContext } from "../progress/index.ts";
import type { UpResult } from "../requests.ts";
import type { HubRequest, HubRuntime } from "./runtime.ts";

/** What `nbdev up --dry-run` says: the commands that `up` amounts to, as progress; nothing is done. */
export async function planUp(
  runtime: HubRuntime,
  course: Course,
  notebook: string | undefined,
  request: HubRequest,
  task: TaskContext,
): Promise<UpResult> {
  for (const command of await runtime.plannedCommands(course, request, task)) {
    task.progress({ type: "command", line: pasteable(command) });
  }
  const hubUrl = `http://127.0.0.1:${request.port ?? "<port>"}`;
  return {
    outcome: "planned",
    runtime: runtime.type,
    course: course.name,
    image: { reference: `${course.imageRepository}:${course.name}`, digest: "" },
    hubUrl,
    launchUrl: launchUrl({ hubUrl, course: course.name, notebook, token: "<token>" }),
    productionUrl: productionUrl({ course: course.name, notebook }),
    notebook,
    deviations: [],
    warnings: [],
    timings: {},
  };
}
