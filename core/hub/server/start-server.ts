import { NbdevError } from "../../errors/index.ts";
import type { StepReport, TaskContext } from "../../progress/index.ts";
import type { HubApi, ServerOptions } from "../api/hub-api.ts";
import type { HubRuntime } from "../runtime.ts";

/** production's `singleuser.startTimeout`. */
const startTimeoutSeconds = 600;

interface Outside {
  readonly hub: HubApi;
  readonly runtime: Pick<HubRuntime, "watchServer">;
  newUserName(): string;
}

/**
 * Starts a throw-away learner's server and returns its user once the hub says that it is ready. A server that cannot
 * come up is named with its cause as soon as the runtime sees it; its user is gone when the error is thrown.
 */
export async function startServer(
  { hub, runtime, newUserName }: Outside,
  options: ServerOptions,
  report: StepReport,
  task: TaskContext,
): Promise<string> {
  const user = newUserName();
  const done = new AbortController();
  const watching: TaskContext = { ...task, signal: AbortSignal.any([task.signal, done.signal]) };
  await hub.createUser(user, task);
  try {
    const trouble = runtime.watchServer(user, watching);
    trouble.catch(() => undefined); // it also rejects when the watch ends, after the race
    await Promise.race([trouble, requestAndFollow(hub, user, options, report, watching), timeout(watching)]);
    return user;
  } catch (error) {
    await hub.deleteUser(user, { ...task, signal: AbortSignal.timeout(20_000) }).catch((cleanup: Error) => {
      task.progress({ type: "warning", message: `The failed server's user was not removed: ${cleanup.message}` });
    });
    throw error;
  } finally {
    done.abort();
  }
}

async function requestAndFollow(
  hub: HubApi,
  user: string,
  options: ServerOptions,
  report: StepReport,
  task: TaskContext,
): Promise<void> {
  await hub.startServer(user, options, task);
  for await (const { message, ready, failed } of hub.followStart(user, task)) {
    report.output(message);
    if (ready) return;
    // The runtime's watch names the cause; the hub's own words are the last resort.
    if (failed) await new Promise((_, reject) => setTimeout(() => reject(crashed(message)), 3_000));
  }
  throw crashed("the hub stopped reporting while it started");
}

function crashed(reason: string): NbdevError {
  return new NbdevError("SERVER_CRASHED", { reason, exitCode: undefined });
}

function timeout(task: TaskContext): Promise<never> {
  return new Promise((_, reject) => {
    const fail = () =>
      reject(new NbdevError("SERVER_TIMEOUT", { seconds: startTimeoutSeconds, reason: "the hub still waits for it" }));
    const timer = setTimeout(fail, startTimeoutSeconds * 1000);
    task.signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
  });
}
