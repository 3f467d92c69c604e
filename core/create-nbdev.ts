import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { FileLock } from "./adapters/file-lock.ts";
import { HubApiClient } from "./adapters/hub-api/hub-api-client.ts";
import { productionRepository } from "./course/settings.ts";
import type { Host } from "./host.ts";
import type { HubRuntime } from "./hub/runtime.ts";
import { LocalNbdev } from "./local-nbdev.ts";
import type { Nbdev } from "./requests.ts";

/** Composes the facade with the adapters; the runtimes load theirs when they are asked for. */
export function createNbdev(host: Host): Nbdev {
  return new LocalNbdev({
    lock: new FileLock(host.directories.runtime),
    connect: (hub) => new HubApiClient(hub),
    newUserName: randomUUID,
    writeNewFile,
    openRuntime: async (_type, request): Promise<HubRuntime> => {
      const { createKindRuntime } = await import("./adapters/kind/create-kind-runtime.ts");
      return createKindRuntime(host, request.caBundle, productionRepository);
    },
  });
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
