import { randomUUID } from "node:crypto";
import { realpath } from "node:fs/promises";
import { DiskCourseFiles } from "./adapters/course-files.ts";
import { FileLock } from "./adapters/file-lock.ts";
import { HubApiClient } from "./adapters/hub-api/hub-api-client.ts";
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
    connect: (hub) => new HubApiClient(hub),
    newUserName: randomUUID,
    openRuntime: (settings, directory, task) => openRuntime(host, lock, settings, directory, task),
    findRuntime: (settings, directory, task) => findRuntime(host, lock, settings, directory, task),
  });
}

/** `auto`: kind where an engine answers and kind and helm can be had, else process, with one line saying why. */
async function openRuntime(
  host: Host,
  lock: Lock,
  { runtime, caBundle }: Settings,
  directory: string,
  task: TaskContext,
): Promise<HubRuntime> {
  if (runtime === "process") return openProcessRuntime(host, lock, directory);
  const { createKindRuntime } = await import("./adapters/kind/create-kind-runtime.ts");
  try {
    const kind = await createKindRuntime(host, caBundle ?? host.env.NODE_EXTRA_CA_CERTS, defaults.imageRepository);
    if (runtime === "auto") await kind.ensureTools(task);
    return kind;
  } catch (error) {
    if (runtime !== "auto" || !isNbdevError(error)) throw error;
    task.progress({ type: "note", message: `Using the process runtime: ${error.message}` });
    return openProcessRuntime(host, lock, directory);
  }
}

/** `auto`: kind, unless there is no engine, or no cluster but something of the process runtime's. */
async function findRuntime(
  host: Host,
  lock: Lock,
  settings: Settings,
  directory: string,
  task: TaskContext,
): Promise<HubRuntime> {
  if (settings.runtime !== "auto") return openRuntime(host, lock, settings, directory, task);
  const process = await openProcessRuntime(host, lock, directory);
  try {
    const kind = await openRuntime(host, lock, { ...settings, runtime: "kind" }, directory, task);
    const isThere = async (runtime: HubRuntime) => (await runtime.status(task)).place.state !== "absent";
    return !(await isThere(kind)) && (await isThere(process)) ? process : kind;
  } catch (error) {
    if (!isNbdevError(error)) throw error;
    return process;
  }
}

async function openProcessRuntime(host: Host, lock: Lock, directory: string): Promise<HubRuntime> {
  const { createProcessRuntime } = await import("./adapters/process/create-process-runtime.ts");
  const real = await realpath(directory).catch(() => directory); // a deleted course's hub can still be taken down
  return createProcessRuntime(host, real, lock);
}
