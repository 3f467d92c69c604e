export { hostFromProcess } from "./adapters/host.ts";
export * from "./check/index.ts";
export * from "./errors/index.ts";
export type { Directories, Host } from "./host.ts";
export type { Finding, HubRequest, LogSource, RuntimeType } from "./hub/runtime.ts";
export type { HubStatus, UserServer } from "./hub/status.ts";
export type { Deviation } from "./image/index.ts";
export * from "./progress/index.ts";
export type * from "./requests.ts";

import type { Host } from "./host.ts";
import type { Nbdev } from "./requests.ts";

/** Composes everything nbdev can do for one machine. */
export function createNbdev(_host: Host): Nbdev {
  throw new Error("nbdev is not composed yet");
}
