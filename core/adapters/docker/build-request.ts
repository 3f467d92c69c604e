import { randomUUID } from "node:crypto";
import type { Readable } from "node:stream";
import type Docker from "dockerode";
import { z } from "zod";
import { NbdevError } from "../../errors/index.ts";
import type { BuildProgress } from "../../image/build-stream.ts";
import { ClassicSteps } from "../../image/classic-steps.ts";
import type { TaskContext } from "../../progress/index.ts";
import { linesOf } from "../lines.ts";
import { decodeBuildkitStatus } from "./buildkit-status.ts";

/** What is asked of `POST /build`: its query, and the credentials that only the classic builder takes by header. */
export interface BuildRequest {
  readonly query: Readonly<Record<string, unknown>>;
  readonly registryConfig?: Readonly<Record<string, object>> | undefined;
}

/**
 * Sends a build with its context and follows it to the image's id. A failure throws the image area's errors, a lost
 * engine ENGINE_GONE; an aborted signal cancels the build in the engine too and throws the signal's reason.
 */
export async function runBuild(
  docker: Docker,
  { query, registryConfig }: BuildRequest,
  context: Readable,
  progress: BuildProgress,
  task: TaskContext,
): Promise<string> {
  const buildid = randomUUID();
  const cancel = () => void cancelBuild(docker, buildid);
  const unreadable: { error?: Error } = {};
  context.once("error", (error) => {
    unreadable.error = error;
  });
  task.signal.addEventListener("abort", cancel, { once: true });
  try {
    task.signal.throwIfAborted();
    const stream = await start(docker, { ...query, buildid }, registryConfig, context, task.signal);
    return await follow(stream, progress);
  } catch (error) {
    task.signal.throwIfAborted();
    throw inOurWords(unreadable.error ?? error, progress);
  } finally {
    task.signal.removeEventListener("abort", cancel);
    context.destroy();
  }
}

function start(
  docker: Docker,
  options: Record<string, unknown>,
  registryconfig: BuildRequest["registryConfig"],
  file: Readable,
  abortSignal: AbortSignal,
): Promise<Readable> {
  const statusCodes = { 200: true, 500: "server error" };
  const request = {
    path: "/build?",
    method: "POST",
    file,
    options,
    registryconfig,
    abortSignal,
    isStream: true,
    statusCodes,
  };
  return new Promise((resolve, reject) => {
    docker.modem.dial(request as never, (error, stream) => (error ? reject(error) : resolve(stream as Readable)));
  });
}

/** The query goes apart from the path, of which docker-modem would cut the last character. */
function cancelBuild(docker: Docker, id: string): Promise<void> {
  return new Promise((resolve) => {
    const options = { _query: { id }, _body: {} };
    const statusCodes = { 200: true, 204: true, 404: true, 500: true };
    const request = { path: "/build/cancel?", method: "POST", options, statusCodes };
    docker.modem.dial(request as never, () => resolve());
  });
}

const streamLine = z.union([
  z.object({ id: z.literal("moby.buildkit.trace"), aux: z.string() }),
  z.object({ aux: z.object({ ID: z.string() }) }),
  z.object({ error: z.string() }),
  z.object({ errorDetail: z.object({ message: z.string() }) }),
  z.object({ stream: z.string() }),
  z.object({ status: z.string() }),
]);

/** The image's id; the engine answers 200 to a failing build too and says so only in a line of the stream. */
async function follow(stream: Readable, progress: BuildProgress): Promise<string> {
  const classic = new ClassicSteps(progress);
  let id: string | undefined;
  for await (const text of linesOf(stream)) {
    if (text.trim() === "") continue;
    const { data: line } = streamLine.safeParse(JSON.parse(text));
    if (line === undefined) continue; // newer engines may say more
    if ("error" in line) throw progress.failure(line.error);
    if ("errorDetail" in line) throw progress.failure(line.errorDetail.message);
    if ("id" in line) followTrace(line.aux, progress);
    else if ("aux" in line) id = line.aux.ID;
    else if ("stream" in line) classic.read(line.stream);
  }
  if (id === undefined) throw new NbdevError("ENGINE_GONE", { during: "the build" });
  return id;
}

function followTrace(aux: string, progress: BuildProgress): void {
  const { vertexes, logs } = decodeBuildkitStatus(aux);
  for (const { digest, name, cached, started, completed, error } of vertexes) {
    if (!started && !cached) continue;
    progress.step({ id: digest, name, state: cached ? "cached" : completed ? "done" : "running", error });
  }
  for (const { vertex, msg } of logs) progress.output(vertex, msg);
}

const lostConnection = ["ECONNRESET", "EPIPE", "ECONNREFUSED", "ENOENT", "ERR_STREAM_PREMATURE_CLOSE"];

/** An answer other than 200 carries its reason too; a broken connection, or one that is refused by now, is the engine's end. */
function inOurWords(error: unknown, progress: BuildProgress): unknown {
  const { code = "", syscall, path, statusCode, message } = error as NodeJS.ErrnoException & { statusCode?: number };
  if (statusCode !== undefined) return progress.failure(message.replace(/^\(HTTP code \d+\) .*? - /, "").trim());
  if (syscall !== undefined && path !== undefined && syscall !== "connect") {
    return new NbdevError("BUILD_FAILED", { reason: `${path} cannot be read (${code})` }, { cause: error });
  }
  if (!lostConnection.includes(code)) return error;
  return new NbdevError("ENGINE_GONE", { during: "the build" }, { cause: error });
}
