import type { TaskContext } from "../../progress/index.ts";

/** What nbdev asks of the cluster's API, all in the hub's namespace. */
export interface Kubernetes {
  /** Until the API answers and the node is Ready; throws CLUSTER_FAILED after `seconds`. */
  waitUntilReady(seconds: number, task: TaskContext): Promise<void>;
  /** The decoded entries of a Secret, or undefined where there is none. */
  readSecret(name: string, task: TaskContext): Promise<Readonly<Record<string, string>> | undefined>;
  /** The newest revision's status of a helm release (`deployed`, `pending-install`, `failed`, …). */
  releaseStatus(release: string, task: TaskContext): Promise<string | undefined>;
  /** Whether a Deployment's newest generation runs, and nothing of an older one does. */
  isRolledOut(deployment: string, task: TaskContext): Promise<boolean>;
  listPods(selector: string, task: TaskContext): Promise<Pod[]>;
  /** All pods of the selector, then each change, until the signal aborts; reconnects by itself. */
  watchPods(selector: string, task: TaskContext): AsyncIterable<Pod>;
  deletePods(selector: string, task: TaskContext): Promise<void>;
  deletePod(name: string, task: TaskContext): Promise<void>;
  /** The lines of a container's log; with `follow`, until the signal aborts. */
  log(pod: Pod, options: LogOptions, task: TaskContext): AsyncIterable<string>;
  /** Warnings of the scheduler and the kubelet about a pod, oldest first. */
  warnings(pod: string, task: TaskContext): Promise<string[]>;
  /** Working-set bytes by pod name, from the kubelet's stats/summary. */
  memoryByPod(task: TaskContext): Promise<ReadonlyMap<string, number>>;
}

export interface LogOptions {
  readonly follow: boolean;
  readonly lines: number;
  /** Of the container's run before its last restart. */
  readonly previous?: boolean | undefined;
}

/** The parts of a pod that nbdev reads; times are ISO 8601. */
export interface Pod {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly phase: string;
  readonly createdAt: string | undefined;
  readonly deleted: boolean;
  readonly ready: boolean;
  /** Why the scheduler has not placed it yet. */
  readonly unschedulable: string | undefined;
  /** Bytes. */
  readonly memoryLimit: number | undefined;
  readonly container: ContainerState;
}

/** The state of a pod's first container, its init containers included where one of them is in trouble. */
export interface ContainerState {
  readonly name: string;
  readonly image: string;
  /** `sha256:…` of the manifest that was pulled. */
  readonly digest: string | undefined;
  readonly restarts: number;
  readonly waiting: { readonly reason: string; readonly message: string } | undefined;
  readonly terminated: Termination | undefined;
  readonly lastTermination: Termination | undefined;
}

export interface Termination {
  readonly reason: string;
  readonly exitCode: number;
  readonly message: string;
}
