import type { RuntimeType } from "./runtime.ts";

/** What production's dashboard shows, for the local hub. */
export interface HubStatus {
  readonly runtime: RuntimeType;
  readonly place: PlaceState;
  readonly hub: {
    readonly state: "running" | "starting" | "failing" | "absent";
    readonly url: string | undefined;
    readonly detail: string;
  };
  readonly servers: readonly UserServer[];
}

/** The cluster's node, or the supervisor's processes. */
export interface PlaceState {
  readonly name: string;
  readonly state: "running" | "stopped" | "broken" | "absent";
  readonly detail: string;
}

/** A learner's server. Times are ISO 8601, memory is in bytes. */
export interface UserServer {
  readonly user: string;
  readonly course: string;
  readonly notebook: string | undefined;
  readonly image: { readonly reference: string; readonly digest: string | undefined };
  readonly state: "starting" | "ready" | "failed";
  readonly startedAt: string | undefined;
  readonly memory: { readonly used: number | undefined; readonly limit: number | undefined };
  readonly restarts: number;
  /** Such as `OOMKilled` or `Error (exit code 1)`. */
  readonly lastTermination: string | undefined;
  /** Beside the loopback's, where an editor forwards the hub to. */
  readonly origins: readonly string[];
  /** What production would have done silently with this link (unknown course, ignored notebook, …). */
  readonly warnings: readonly string[];
}
