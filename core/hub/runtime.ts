import type { Command } from "../command/index.ts";
import type { Course } from "../course/course.ts";
import type { BuiltImage, Delivery, Deviation, ImageState } from "../image/index.ts";
import type { PlannedStep, TaskContext } from "../progress/index.ts";
import type { HubStatus } from "./status.ts";

export type RuntimeType = "kind" | "cluster" | "process";

/**
 * A place where a JupyterHub can live. Its duty ends at a hub that accepts launch links for the delivered courses;
 * starting a learner's server and looking into it is `core/hub/server`'s, the same for all runtimes.
 *
 * `build` then `deliver` may run beside `prepare` then `up`: none of the two pairs waits for the other.
 * Every method can be repeated and finishes what an earlier, killed one left half-made. Each runs as named steps of
 * `steps` and ends within seconds once `task.signal` aborts, with nothing of its own left half-made.
 */
export interface HubRuntime {
  readonly type: RuntimeType;
  /** Differences between runtimes, to be read before acting instead of caught after. */
  readonly capabilities: HubCapabilities;
  /** What `up` will do, in order, for the list that a person watches. */
  readonly steps: readonly PlannedStep[];
  /** Two commands on the same hub take turns by this name. */
  readonly lockName: string;

  /** The docker, kind, helm and kubectl lines that `up` amounts to, ready to paste; runs none of them. */
  plannedCommands(course: Course, request: HubRequest, task: TaskContext): Promise<readonly Command[]>;
  /** What is on this machine, good or bad; `up` refuses at the first finding of severity `error`. */
  preflight(request: HubRequest, task: TaskContext): Promise<Finding[]>;
  /** Builds what a learner's server of the course starts from, without moving it anywhere. */
  build(course: Course, request: HubRequest, task: TaskContext): Promise<BuiltImage>;
  /** What was last built for the course here, or undefined; builds nothing. */
  findImage(course: Course, task: TaskContext): Promise<ImageState | undefined>;
  /** Makes or resumes the place (cluster and registry, or Python environment), without the hub. */
  prepare(request: HubRequest, task: TaskContext): Promise<void>;
  /** Makes a built image startable by user servers. */
  deliver(image: BuiltImage, request: HubRequest, task: TaskContext): Promise<Delivery>;
  /** Brings the hub itself up, knowing all delivered courses; needs `prepare`. */
  up(request: HubRequest, task: TaskContext): Promise<RunningHub>;
  /** The running hub, or undefined; starts nothing. */
  running(task: TaskContext): Promise<RunningHub | undefined>;
  status(task: TaskContext): Promise<HubStatus>;
  /**
   * Watches the server of a user who is about to spawn, and rejects with the cause as soon as the server cannot come
   * up any more; resolves never, ends with the signal. Call before the spawn: the evidence is deleted after it.
   */
  watchServer(user: string, task: TaskContext): Promise<never>;
  /** Ends servers that the hub has lost sight of, as after a restart of the machine. */
  removeServers(users: readonly string[], task: TaskContext): Promise<void>;
  /** Frees CPU and memory and keeps the data; `up` resumes. */
  stop(task: TaskContext): Promise<void>;
  /** Takes one course's servers and images away; without a course, or with the last one, leaves nothing behind. */
  down(course: Pick<Course, "name" | "directory" | "imageRepository"> | undefined, task: TaskContext): Promise<void>;
  /** Frees what old builds left; returns what was removed, and its bytes. */
  prune(task: TaskContext): Promise<{ removed: string[]; bytes: number }>;
  logs(source: LogSource, options: { follow: boolean; lines: number }, task: TaskContext): AsyncIterable<string>;
  /** Writes everything a bug report needs, without secrets, into an existing directory. */
  exportLogs(directory: string, task: TaskContext): Promise<void>;
}

export type LogSource = "hub" | "proxy" | "user" | "cluster";

export interface HubCapabilities {
  /** Servers start from real images (else from an environment that stands for one). */
  readonly images: boolean;
  /** A server that needs more than its memory limit is killed, as in production. */
  readonly memoryLimit: boolean;
  readonly gpu: boolean;
}

/** What is asked of a hub, the same for every runtime; what a runtime has no use for it says in a deviation. */
export interface HubRequest {
  /** The name of the course that the hub must know; those delivered before stay known. */
  readonly course: string;
  readonly limits: Course["limits"];
  /** A port of 127.0.0.1; undefined: the runtime's own, or the one it has already. */
  readonly port: number | undefined;
  /** Chart version or path; kind and cluster only. */
  readonly chart: string | undefined;
  readonly nodeImage: string | undefined;
  readonly registryImage: string | undefined;
  /** Further values files for helm, the last one wins. */
  readonly valuesFiles: readonly string[];
  /** `linux/amd64` or `linux/arm64`; undefined: the node's own. */
  readonly platform: string | undefined;
  /** A PEM file of certificate authorities for downloads, builds and nodes. */
  readonly caBundle: string | undefined;
  /** PostgreSQL for the hub's state, as a URL; a secret, since it may hold a password. The process runtime only. */
  readonly database?: string | undefined;
  /** Leave a failed or cancelled hub for a look. */
  readonly keep: boolean;
}

/** One line of `nbdev doctor`. */
export interface Finding {
  readonly subject: string;
  /** `note`: worth a line when somebody asks what is wrong, and none at each `up`. */
  readonly severity: "ok" | "note" | "warning" | "error";
  readonly value: string;
  readonly hint?: string | undefined;
  /** The catalogue's error that `up` throws for it, when severity is `error`. */
  readonly error?: Error | undefined;
}

/** A hub that answers, with what it takes to use it. The tokens are secrets: never in progress, logs or exports. */
export interface RunningHub {
  /** Without a trailing slash, `http://127.0.0.1:<port>`. */
  readonly url: string;
  /** Opens `/hub/tmplogin` to whoever holds the printed link. */
  readonly launchToken: string;
  /** Of the hub's service `nbdev`: may make users, start, stop and read servers, nothing more. */
  readonly apiToken: string;
  readonly deviations: readonly Deviation[];
}
