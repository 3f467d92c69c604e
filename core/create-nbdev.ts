import { randomUUID } from "node:crypto";
import { realpath, writeFile } from "node:fs/promises";
import { FileLock } from "./adapters/file-lock.ts";
import { HubApiClient } from "./adapters/hub-api/hub-api-client.ts";
import { productionRepository } from "./course/settings.ts";
import { isNbdevError } from "./errors/index.ts";
import type { Host } from "./host.ts";
import type { Lock } from "./hub/lock.ts";
import type { HubRuntime, RuntimeType } from "./hub/runtime.ts";
import { LocalNbdev } from "./local-nbdev.ts";
import type { TaskContext } from "./progress/index.ts";
import type { CourseRequest, Nbdev } from "./requests.ts";

/** Composes the facade with the adapters; the runtimes load theirs when they are asked for. */
export function createNbdev(host: Host): Nbdev {
  const lock = new FileLock(host.directories.runtime);
  return new LocalNbdev({
    lock,
    connect: (hub) => new HubApiClient(hub),
    newUserName: randomUUID,
    writeNewFile,
    openRuntime: (type, request, task) => openRuntime(host, lock, type, request, task),
  });
}

/** `auto`: kind where an engine answers, else process, with one line saying why. */
async function openRuntime(
  host: Host,
  lock: Lock,
  type: RuntimeType | "auto",
  request: CourseRequest,
  task: TaskContext,
): Promise<HubRuntime> {
  if (type === "process") return openProcessRuntime(host, lock, request);
  const { createKindRuntime } = await import("./adapters/kind/create-kind-runtime.ts");
  try {
    return await createKindRuntime(host, request.caBundle, productionRepository);
  } catch (error) {
    if (type !== "auto" || !isNbdevError(error)) throw error;
    task.progress({ type: "note", message: `Using the process runtime: ${error.message}` });
    return openProcessRuntime(host, lock, request);
  }
}

async function openProcessRuntime(host: Host, lock: Lock, request: CourseRequest): Promise<HubRuntime> {
  const { createProcessRuntime } = await import("./adapters/process/create-process-runtime.ts");
  return createProcessRuntime(host, await realpath(request.directory), lock);
}

async function writeNewFile(path: string, text: string): Promise<boolean> {
  try {
    await writeFile(path, text, { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}
