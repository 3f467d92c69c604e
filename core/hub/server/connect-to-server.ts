import type { Course } from "../../course/course.ts";
import { NbdevError } from "../../errors/index.ts";
import type { TaskContext } from "../../progress/index.ts";
import type { ServerConnection } from "../../requests.ts";
import type { LaunchOutside } from "./launch-outside.ts";

/** No server lives longer (helm value `cull.maxAge`). */
const tokenSeconds = 14_400;

/** Makes a token for the newest ready server of the course; throws HUB_NOT_RUNNING or SERVER_NOT_RUNNING. */
export async function connectToServer(
  { runtime, connect }: Pick<LaunchOutside, "runtime" | "connect">,
  course: Pick<Course, "name">,
  task: TaskContext,
): Promise<ServerConnection> {
  const hub = await runtime.running(task);
  if (hub === undefined) throw new NbdevError("HUB_NOT_RUNNING", { what: "A connection to a learner's server" });
  const { servers } = await runtime.status(task);
  const ready = servers.filter((server) => server.course === course.name && server.state === "ready");
  const newest = ready.toSorted((a, b) => (b.startedAt ?? "").localeCompare(a.startedAt ?? ""))[0];
  if (newest === undefined) throw new NbdevError("SERVER_NOT_RUNNING", { course: course.name });
  const expiresAt = new Date(Date.now() + tokenSeconds * 1000).toISOString();
  const token = await connect(hub).createServerToken(newest.user, tokenSeconds, task);
  const url = `${hub.url}/user/${encodeURIComponent(newest.user)}/`;
  return { user: newest.user, course: course.name, url, token, expiresAt };
}
