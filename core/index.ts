export * from "./errors/index.ts";
export type { Directories, Host } from "./host.ts";
export type { Finding, HubRequest, LogSource, RuntimeType } from "./hub/runtime.ts";
export type { HubStatus, UserServer } from "./hub/status.ts";
export type { Deviation } from "./image/index.ts";
export * from "./progress/index.ts";
export type * from "./requests.ts";
