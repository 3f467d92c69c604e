import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type Docker from "dockerode";
import { z } from "zod";
import type { CommandRunner } from "../../command/index.ts";
import type { Course } from "../../course/course.ts";
import { isNbdevError, NbdevError } from "../../errors/index.ts";
import type { Host } from "../../host.ts";
import { BuildProgress } from "../../image/build-stream.ts";
import { baseImages } from "../../image/dockerfile-lines.ts";
import {
  type BuildOptions,
  type BuiltImage,
  type ImageBuilder,
  ImageReference,
  type ImageState,
} from "../../image/index.ts";
import type { StepReport, TaskContext } from "../../progress/index.ts";
import { orUndefined } from "./answer.ts";
import { openBuildContext } from "./build-context.ts";
import { runBuild } from "./build-request.ts";
import { openBuildkitSession } from "./buildkit-session.ts";
import { type Credential, credentialKey, findCredential } from "./credentials.ts";
import { proxyArguments, readDockerConfig } from "./docker-config.ts";
import { type Engine, readEngineFacts } from "./engine.ts";

const productionPlatform = "linux/amd64";

/** Builds as `docker build` of the course directory would: with the engine's BuildKit, else with its classic builder. */
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
    const before = await this.#idOf(String(reference), task);
    const build = async (platform: string) => {
      const progress = new BuildProgress(dockerfile, report);
      const id = await this.#buildImage(course.directory, dockerfile, String(reference), platform, progress, task);
      report.detail(progress.summary());
      if (before !== undefined && before !== id) await this.#removeIfNameless(before, task);
      return { reference, id, changed: id !== before, deviations: deviationsOf(platform) };
    };
    const own = `linux/${(await readEngineFacts(this.#engine)).architecture}`;
    try {
      return await build(options.platform ?? own);
    } catch (error) {
      if (options.platform !== undefined || own === productionPlatform || !lacksPlatform(error)) throw error;
      const message = `The base image does not exist for ${own}; building for ${productionPlatform}, as production does.`;
      task.progress({ type: "warning", message });
      return build(productionPlatform);
    }
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
    const { docker } = this.#engine;
    const before = await layersSize(docker);
    const images = await docker.listImages();
    const old = images.filter(({ RepoTags, RepoDigests }) => isUntagged(RepoTags) && isDelivered(RepoDigests));
    const removed: string[] = [];
    for (const { Id } of old) if (await removeUnused(docker, Id)) removed.push(Id);
    return { removed, bytes: Math.max(0, before - (await layersSize(docker))) };
  }

  async find(reference: string, task: TaskContext): Promise<ImageState | undefined> {
    const found = await orUndefined(this.#engine.docker.getImage(reference).inspect(), "a look at the image", task);
    if (found === undefined) return undefined;
    // A build whose every layer was cached leaves the image's own date alone; the time of the tag is the build's.
    const tagged = tagTime.parse(found).Metadata.LastTagTime;
    const isTime = tagged !== undefined && !tagged.startsWith("0001");
    return { reference, builtAt: isTime ? tagged : found.Created, bytes: found.Size };
  }

  async holdsCourse(course: string, _task: TaskContext): Promise<boolean> {
    const images = await this.#engine.docker.listImages();
    const names = images.flatMap(({ RepoTags }) => RepoTags ?? []).filter((name) => !name.startsWith("127.0.0.1:"));
    return names.some((name) => name.endsWith(`:${course}`));
  }

  async holds(reference: string, task: TaskContext): Promise<boolean> {
    return (await this.#idOf(reference, task)) !== undefined;
  }

  async #buildImage(
    directory: string,
    dockerfile: string,
    reference: string,
    platform: string,
    progress: BuildProgress,
    task: TaskContext,
  ): Promise<string> {
    const { docker, endpoint } = this.#engine;
    const config = await readDockerConfig(this.#host);
    const buildargs = proxyArguments(config, endpoint);
    const query = {
      t: reference,
      platform,
      rm: true,
      forcerm: true,
      ...(Object.keys(buildargs).length > 0 ? { buildargs } : {}),
    };
    const credentialFor = (registry: string) => findCredential(registry, config, this.#commands, task);
    const session = await openBuildkitSession(docker, credentialFor);
    if (session === undefined) {
      const registryConfig = await classicCredentials(dockerfile, credentialFor);
      return runBuild(docker, { query, registryConfig }, await openBuildContext(directory), progress, task);
    }
    try {
      const request = { query: { ...query, version: "2", session: session.id } };
      return await runBuild(docker, request, await openBuildContext(directory), progress, task);
    } finally {
      session.close();
    }
  }

  /** What the build has just replaced; a delivered one still has its name in the registry, until `prune`. */
  async #removeIfNameless(id: string, task: TaskContext): Promise<void> {
    const found = await orUndefined(this.#engine.docker.getImage(id).inspect(), "a look at the image", task);
    if (found === undefined || !isUntagged(found.RepoTags) || found.RepoDigests.length > 0) return;
    await removeUnused(this.#engine.docker, id);
  }

  async #idOf(reference: string, task: TaskContext): Promise<string | undefined> {
    const found = this.#engine.docker.getImage(reference).inspect();
    return (await orUndefined(found, "a look at the image", task))?.Id;
  }
}

const tagTime = z.object({ Metadata: z.object({ LastTagTime: z.string().optional() }).default({}) });

function isUntagged(tags: readonly string[] | null | undefined): boolean {
  return (tags ?? []).every((tag) => tag === "<none>:<none>");
}

/** Nothing names it but a loopback registry's `127.0.0.1:port/production's host/…`, as a delivery leaves it. */
function isDelivered(digests: readonly string[] | null | undefined): boolean {
  const names = digests ?? [];
  return names.length > 0 && names.every((name) => /^127\.0\.0\.1:\d+\/[^/]+\.[^/]+\//.test(name));
}

/** False where a container still stands on it. */
async function removeUnused(docker: Docker, id: string): Promise<boolean> {
  try {
    await docker.getImage(id).remove();
    return true;
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode !== 409) throw error;
    return false;
  }
}

async function layersSize(docker: Docker): Promise<number> {
  return z.object({ LayersSize: z.number().default(0) }).parse(await docker.df()).LayersSize;
}

async function readDockerfile(directory: string): Promise<string> {
  return readFile(join(directory, "Dockerfile"), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") throw new NbdevError("DOCKERFILE_MISSING", { directory }, { cause: error });
    throw error;
  });
}

/** Both builders say it in the message for which the base was not found. */
function lacksPlatform(error: unknown): boolean {
  if (!isNbdevError(error)) return false;
  return [error.message, ...error.output].some((line) => /no match(ing manifest)? for/.test(line));
}

function deviationsOf(platform: string): BuiltImage["deviations"] {
  if (platform === productionPlatform) return [];
  const reason = "the image is built for this machine's processor; pass --platform linux/amd64 for production's";
  return [{ subject: "platform", production: productionPlatform, here: platform, reason }];
}

/** The classic builder cannot ask: it gets the credentials of the registries that the Dockerfile's FROMs name, no others. */
async function classicCredentials(
  dockerfile: string,
  credentialFor: (registry: string) => Promise<Credential | undefined>,
): Promise<Record<string, object> | undefined> {
  const registries = new Set(baseImages(dockerfile).map((image) => ImageReference.parse(image).registry));
  const credentials: Record<string, object> = {};
  for (const registry of registries) {
    const found = await credentialFor(registry);
    if (found === undefined) continue;
    const { username, secret } = found;
    const entry = username === "" ? { identitytoken: secret } : { username, password: secret };
    credentials[credentialKey(registry)] = entry;
  }
  return Object.keys(credentials).length > 0 ? credentials : undefined;
}
