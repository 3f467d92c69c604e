import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { z } from "zod";
import type { CommandRunner } from "../../command/index.ts";
import type { Course } from "../../course/course.ts";
import { NbdevError } from "../../errors/index.ts";
import type { Host } from "../../host.ts";
import { BuildProgress } from "../../image/build-stream.ts";
import { type BuildOptions, type BuiltImage, type ImageBuilder, ImageReference } from "../../image/index.ts";
import type { StepReport, TaskContext } from "../../progress/index.ts";
import { linesOf } from "../lines.ts";
import { openBuildContext } from "./build-context.ts";
import { openBuildkitSession } from "./buildkit-session.ts";
import { decodeBuildkitStatus } from "./buildkit-status.ts";
import { findCredential } from "./credentials.ts";
import { readDockerConfig } from "./docker-config.ts";
import { type Engine, readEngineFacts } from "./engine.ts";
import { orUndefined } from "./or-undefined.ts";

const productionPlatform = "linux/amd64";

/** Builds with the engine's BuildKit, as `docker build` of the course directory would. */
export class DockerImageBuilder implements ImageBuilder {
  readonly #engine: Engine;
  readonly #host: Host;
  readonly #commands: CommandRunner;

  constructor(engine: Engine, host: Host, commands: CommandRunner) {
    this.#engine = engine;
    this.#host = host;
    this.#commands = commands;
  }

  async build(course: Course, options: BuildOptions, report: StepReport, task: TaskContext): Promise<BuiltImage> {
    const dockerfile = await readDockerfile(course.directory);
    const reference = ImageReference.parse(course.imageRepository).withTag(course.name);
    const platform = options.platform ?? `linux/${(await readEngineFacts(this.#engine)).architecture}`;
    const before = await this.#idOf(String(reference));
    const progress = new BuildProgress(dockerfile, report);
    const id = await this.#buildImage(course.directory, String(reference), platform, progress, task);
    report.detail(progress.summary());
    return { reference, id, changed: id !== before, deviations: deviationsOf(platform) };
  }

  async remove(repository: string, course: string | undefined, _task: TaskContext): Promise<string[]> {
    const images = await this.#engine.docker.listImages();
    const ours = images
      .flatMap(({ RepoTags }) => RepoTags ?? [])
      .filter((name) =>
        course === undefined ? name.startsWith(`${repository}:`) : name === `${repository}:${course}`,
      );
    for (const name of ours) await this.#engine.docker.getImage(name).remove({ force: true });
    return ours;
  }

  async prune(_task: TaskContext): Promise<{ removed: string[]; bytes: number }> {
    const { ImagesDeleted, SpaceReclaimed } = await this.#engine.docker.pruneImages({
      filters: { dangling: ["true"] },
    });
    const removed = (ImagesDeleted ?? []).flatMap(({ Deleted }) => Deleted ?? []);
    return { removed, bytes: SpaceReclaimed };
  }

  async holds(reference: string, _task: TaskContext): Promise<boolean> {
    return (await this.#idOf(reference)) !== undefined;
  }

  async #buildImage(
    directory: string,
    reference: string,
    platform: string,
    progress: BuildProgress,
    task: TaskContext,
  ): Promise<string> {
    const { docker } = this.#engine;
    const config = await readDockerConfig(this.#host);
    const credentialFor = (registry: string) => findCredential(registry, config, this.#commands, task);
    const session = await openBuildkitSession(docker, credentialFor);
    const buildid = randomUUID();
    const cancel = () => void post(docker, `/build/cancel?id=${buildid}`);
    task.signal.addEventListener("abort", cancel, { once: true });
    try {
      const query = { version: "2", session: session.id, buildid, t: reference, platform, rm: true };
      const stream = await startBuild(docker, query, await openBuildContext(directory), task.signal);
      return await follow(stream, progress);
    } catch (error) {
      task.signal.throwIfAborted();
      throw isLostConnection(error) ? new NbdevError("ENGINE_GONE", { during: "the build" }, { cause: error }) : error;
    } finally {
      task.signal.removeEventListener("abort", cancel);
      session.close();
    }
  }

  async #idOf(reference: string): Promise<string | undefined> {
    return (await orUndefined(this.#engine.docker.getImage(reference).inspect()))?.Id;
  }
}

async function readDockerfile(directory: string): Promise<string> {
  return readFile(join(directory, "Dockerfile"), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") throw new NbdevError("DOCKERFILE_MISSING", { directory }, { cause: error });
    throw error;
  });
}

function deviationsOf(platform: string): BuiltImage["deviations"] {
  if (platform === productionPlatform) return [];
  const reason = "the image is built for this machine's processor; pass --platform linux/amd64 for production's";
  return [{ subject: "platform", production: productionPlatform, here: platform, reason }];
}

function startBuild(
  docker: Engine["docker"],
  query: Record<string, unknown>,
  context: Readable,
  abortSignal: AbortSignal,
): Promise<Readable> {
  const statusCodes = { 200: true, 500: "server error" };
  const request = {
    path: "/build?",
    method: "POST",
    file: context,
    options: query,
    abortSignal,
    isStream: true,
    statusCodes,
  };
  return new Promise((resolve, reject) => {
    docker.modem.dial(request as never, (error, stream) => (error ? reject(error) : resolve(stream as Readable)));
  });
}

function post(docker: Engine["docker"], path: string): Promise<void> {
  return new Promise((resolve) => {
    const request = { path, method: "POST", statusCodes: { 200: true, 204: true, 404: true, 500: true } };
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
  let id: string | undefined;
  for await (const text of linesOf(stream)) {
    if (text.trim() === "") continue;
    const line = streamLine.parse(JSON.parse(text));
    if ("error" in line) throw progress.failure(line.error);
    if ("errorDetail" in line) throw progress.failure(line.errorDetail.message);
    if ("id" in line) followTrace(line.aux, progress);
    else if ("aux" in line) id = line.aux.ID;
    else if ("stream" in line) progress.output("", line.stream);
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

function isLostConnection(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code ?? "";
  return ["ECONNRESET", "EPIPE", "ECONNREFUSED", "ERR_STREAM_PREMATURE_CLOSE"].includes(code);
}
