import { randomUUID } from "node:crypto";
import { realpath } from "node:fs/promises";
import { authoritiesOf } from "./adapters/authorities.ts";
import { DiskCourseFiles } from "./adapters/course-files.ts";
import { exists } from "./adapters/exists.ts";
import { FileLock } from "./adapters/file-lock.ts";
import { HubApiClient } from "./adapters/hub-api/hub-api-client.ts";
import { DiskImageContentsCache } from "./adapters/image-contents-cache.ts";
import { ProcessRunner } from "./adapters/process-runner.ts";
import {
  type ImageContentsCache,
  type ImageReader,
  knownImageContents,
  readImageContents,
} from "./check/image/image-contents.ts";
import { defaults, type Settings } from "./course/index.ts";
import { isNbdevError } from "./errors/index.ts";
import type { Host } from "./host.ts";
import type { Lock } from "./hub/lock.ts";
import type { HubRuntime } from "./hub/runtime.ts";
import { LocalNbdev } from "./local-nbdev.ts";
import type { TaskContext } from "./progress/index.ts";
import type { Nbdev } from "./requests.ts";

/** Composes the facade with the adapters; the runtimes load theirs when they are asked for. */
export function createNbdev(host: Host): Nbdev {
  const lock = new FileLock(host.directories.runtime);
  return new LocalNbdev({
    lock,
    env: host.env,
    files: new DiskCourseFiles(),
    commands: new ProcessRunner(host),
    imageContents: async (reference, task) => readImageContents(reference, ...(await openImages(host, task)), task),
    knownImageContents: async (reference, task) =>
      knownImageContents(reference, ...(await openImages(host, task)), task),
    connect: (hub) => new HubApiClient(hub),
    newUserName: randomUUID,
    openRuntime: (settings, directory, task) => openRuntime(host, lock, settings, directory, task),
    findRuntime: (settings, directory, task) => findRuntime(host, lock, settings, directory, task),
  });
}

async function openImages(host: Host, task: TaskContext): Promise<[ImageReader, ImageContentsCache]> {
  const [{ openEngine }, { DockerImageReader }] = await Promise.all([
    import("./adapters/docker/engine.ts"),
    import("./adapters/docker/image-reader.ts"),
  ]);
  return [new DockerImageReader(await openEngine(host, task)), new DiskImageContentsCache(host.directories.cache)];
}

/**
 * `auto`: where this course's hub lives already; else kind where an engine answers and kind and helm can be had, else
 * process, with one line saying why.
 */
async function openRuntime(
  host: Host,
  lock: Lock,
  { runtime, caBundle, database }: Settings,
  directory: string,
  task: TaskContext,
): Promise<HubRuntime> {
  if (runtime === "process") return openProcessRuntime(host, lock, directory, database);
  if (runtime === "auto" && (await hasProcessHub(host, directory))) {
    task.progress({ type: "note", message: "Using the process runtime: this course's hub lives there." });
    return openProcessRuntime(host, lock, directory, database);
  }
  const { createKindRuntime } = await import("./adapters/kind/create-kind-runtime.ts");
  try {
    const kind = await createKindRuntime(host, authoritiesOf(host, caBundle), defaults.imageRepository, task);
    if (runtime === "auto") await kind.ensureTools(task);
    return kind;
  } catch (error) {
    if (runtime !== "auto" || !isNbdevError(error) || host.platform !== "linux") throw error;
    task.progress({ type: "note", message: `Using the process runtime: ${error.message}` });
    return openProcessRuntime(host, lock, directory, database);
  }
}

/** The runtime to look into or to end: as for `openRuntime`, but nothing is downloaded for it. */
async function findRuntime(
  host: Host,
  lock: Lock,
  settings: Settings,
  directory: string,
  task: TaskContext,
): Promise<HubRuntime> {
  if (settings.runtime !== "auto") return openRuntime(host, lock, settings, directory, task);
  const process = () => openProcessRuntime(host, lock, directory, settings.database);
  if (await hasProcessHub(host, directory)) return process();
  try {
    return await openRuntime(host, lock, { ...settings, runtime: "kind" }, directory, task);
  } catch (error) {
    if (!isNbdevError(error) || host.platform !== "linux") throw error;
    return process();
  }
}

async function openProcessRuntime(
  host: Host,
  lock: Lock,
  directory: string,
  database: string | undefined,
): Promise<HubRuntime> {
  const { createProcessRuntime } = await import("./adapters/process/create-process-runtime.ts");
  return createProcessRuntime(host, await realDirectory(directory), lock, database);
}

async function hasProcessHub(host: Host, directory: string): Promise<boolean> {
  const { processHubFolder } = await import("./adapters/process/create-process-runtime.ts");
  return exists(processHubFolder(host, await realDirectory(directory)));
}

/** A deleted course's hub can still be taken down. */
function realDirectory(directory: string): Promise<string> {
  return realpath(directory).catch(() => directory);
}
