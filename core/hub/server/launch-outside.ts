import type { HubApi } from "../api/hub-api.ts";
import type { Lock } from "../lock.ts";
import type { HubRuntime, RunningHub } from "../runtime.ts";

/** What every flow to a learner's server needs. */
export interface LaunchOutside {
  readonly runtime: HubRuntime;
  readonly lock: Lock;
  connect(hub: RunningHub): HubApi;
  newUserName(): string;
}
