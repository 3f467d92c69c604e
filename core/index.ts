import type { Host } from "./host.ts";
import type { Nbdev } from "./requests.ts";

export { DiskCourseFiles } from "./adapters/course-files.ts";
export { hostFromProcess } from "./adapters/host.ts";
export * from "./check/index.ts";
export * from "./errors/index.ts";
export type { Directories, Host } from "./host.ts";
export type { Finding, HubRequest, LogSource, RuntimeType } from "./hub/runtime.ts";
export type { HubStatus, UserServer } from "./hub/status.ts";
export type { Deviation, ImageState } from "./image/index.ts";
export * from "./packages/index.ts";
export * from "./progress/index.ts";
export type * from "./requests.ts";

/**
 * nbdev on this machine, with the real engine, processes and sockets: the only way in for the shells. What it stands on
 * is loaded here and not before, so that importing this file costs a shell nothing.
 */
export async function createNbdev(host: Host): Promise<Nbdev> {
  return (await import("./create-nbdev.ts")).createNbdev(host);
}
