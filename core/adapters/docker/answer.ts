import { isNbdevError, NbdevError } from "../../errors/index.ts";
import type { TaskContext } from "../../progress/index.ts";

/** A container that is stopped has its ten seconds, and a busy engine its own. */
const patienceSeconds = 60;

/**
 * The engine's answer to a single request. Ends with the task; throws ENGINE_GONE where no answer comes in time, so that
 * a hung engine does not hang nbdev, and PORT_TAKEN where a container's port is another program's by now.
 */
export async function answered<T>(
  answer: Promise<T>,
  during: string,
  task: TaskContext,
  seconds = patienceSeconds,
): Promise<T> {
  const limit = AbortSignal.timeout(seconds * 1000);
  const signal = AbortSignal.any([task.signal, limit]);
  let end: () => void = () => undefined;
  const ended = new Promise<never>((_, reject) => {
    end = () => reject(limit.aborted ? new NbdevError("ENGINE_GONE", { during }) : task.signal.reason);
    signal.addEventListener("abort", end, { once: true });
    if (signal.aborted) end();
  });
  try {
    return await Promise.race([answer, ended]);
  } catch (error) {
    answer.catch(() => undefined); // it may still fail after the race
    throw isNbdevError(error) ? error : translated(error);
  } finally {
    signal.removeEventListener("abort", end);
  }
}

/** As `answered`, and undefined where the engine says 404: there is no such thing. */
export async function orUndefined<T>(answer: Promise<T>, during: string, task: TaskContext): Promise<T | undefined> {
  try {
    return await answered(answer, during, task);
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode === 404) return undefined;
    throw error;
  }
}

/** Docker 20.10: "Bind for 127.0.0.1:30000 failed: port is already allocated"; later: "listen tcp4 127.0.0.1:30000: bind: address already in use". */
function translated(error: unknown): unknown {
  const text = error instanceof Error ? error.message : "";
  const port = /:(\d+)(?: failed: port is already allocated|: bind: address already in use)/.exec(text)?.[1];
  return port === undefined
    ? error
    : new NbdevError("PORT_TAKEN", { port: Number(port), what: "the hub" }, { cause: error });
}
