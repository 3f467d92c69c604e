import type { Course } from "../../course/course.ts";
import { type PlannedStep, runStep, type StepReport, type TaskContext } from "../../progress/index.ts";
import type { HubApi } from "../api/hub-api.ts";
import type { HubRuntime, RunningHub } from "../runtime.ts";
import type { UserServer } from "../status.ts";
import type { LaunchOutside } from "./launch-outside.ts";
import { startServer } from "./start-server.ts";
import { verifyServer } from "./verify-server.ts";

const start: PlannedStep = { id: "server", title: "Start a learner's server" };
const verify: PlannedStep = { id: "verify", title: "Check what a learner would see" };
export const serverSteps: readonly PlannedStep[] = [start, verify];

/** Which server is wanted; without a digest (nothing was delivered just now) always a new one, of what the hub has. */
export interface WantedServer {
  readonly course: Pick<Course, "name">;
  readonly notebook: string | undefined;
  readonly digest: string | undefined;
  /** An origin beside the loopback's at which it must answer. */
  readonly origin: string | undefined;
}

/** A live server of the same image and notebook, or a new one; verified either way. */
export async function ensureServer(
  outside: LaunchOutside,
  hub: RunningHub,
  wanted: WantedServer,
  task: TaskContext,
): Promise<UserServer> {
  const { runtime, newUserName } = outside;
  const api = outside.connect(hub);
  const user = await runStep(start, task, async (report) => {
    await api.waitUntilAnswering(60, task);
    const live = await findLive(api, runtime, wanted, report, task);
    if (live !== undefined) {
      report.detail("the one from before still fits");
      return live.user;
    }
    const { course, notebook, origin } = wanted;
    const options = { nbdev: { course: course.name, notebook, origin } };
    return startServer({ hub: api, runtime, newUserName }, options, report, task);
  });
  return runStep(verify, task, async () => {
    const started = await findServer(runtime, user, task);
    await verifyServer(api, started, { ...wanted, digest: wanted.digest ?? started.image.digest }, task);
    return started;
  });
}

/**
 * The server from before that still fits. What does not fit any more makes room: servers that the hub forgot when it
 * restarted, and this course's servers of an older image.
 */
async function findLive(
  api: HubApi,
  runtime: HubRuntime,
  { course, notebook, digest, origin }: WantedServer,
  report: StepReport,
  task: TaskContext,
): Promise<UserServer | undefined> {
  const { servers } = await runtime.status(task);
  const known = await api.runningUsers(task);
  const lost = servers.filter(({ user }) => !known.has(user)).map(({ user }) => user);
  if (lost.length > 0) {
    report.output(`removing ${lost.length} servers that the hub has forgotten`);
    await runtime.removeServers(lost, task);
  }
  if (digest === undefined) return undefined;
  const ours = servers.filter((each) => known.has(each.user) && each.course === course.name);
  const outdated = ours.filter(({ image, state }) => state !== "starting" && image.digest !== digest);
  for (const { user } of outdated) {
    report.output("removing a server of the older image");
    await api.deleteUser(user, task);
  }
  const answersAt = ({ origins }: UserServer) => origin === undefined || origins.includes(origin);
  const isSame = (each: UserServer) => each.notebook === notebook && each.image.digest === digest;
  return ours.find((each) => each.state === "ready" && isSame(each) && answersAt(each));
}

async function findServer(runtime: HubRuntime, user: string, task: TaskContext): Promise<UserServer> {
  const { servers } = await runtime.status(task);
  const found = servers.find((each) => each.user === user);
  if (found === undefined) throw new Error(`the server of ${user} is ready, but the runtime does not list it`);
  return found;
}
