import { NbdevError } from "../../errors/index.ts";
import type { Pod } from "./kubernetes.ts";

/** What else the cause of a pod's trouble is read from. */
export interface Evidence {
  /** Warnings of the scheduler and the kubelet, oldest first. */
  readonly warnings: readonly string[];
  /** The last lines of the container that ended. */
  readonly log: readonly string[];
  /** Images of production's registry that were never delivered here have a cause of their own. */
  readonly undelivered?: { readonly course: string; readonly production: string } | undefined;
}

const pullFailures = new Set(["ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull"]);
const startFailures = new Set([
  "CreateContainerConfigError",
  "CreateContainerError",
  "RunContainerError",
  "StartError",
]);

/** Whether a pod will not come up by waiting; what it takes to say why is gathered only then. */
export function isInTrouble(pod: Pod): boolean {
  const { waiting, terminated, restarts } = pod.container;
  const reason = waiting?.reason ?? "";
  return (
    terminated !== undefined ||
    restarts > 0 ||
    pullFailures.has(reason) ||
    startFailures.has(reason) ||
    pod.phase === "Failed" ||
    pod.unschedulable !== undefined
  );
}

/** The catalogue's name for a troubled pod's cause (states as of Kubernetes 1.34's kubelet). */
export function troubleOf(pod: Pod, { warnings, log, undelivered }: Evidence): NbdevError {
  const { container, unschedulable } = pod;
  const reason = container.waiting?.reason ?? "";
  if (pullFailures.has(reason)) return pullTrouble(pod, warnings, undelivered);
  if (unschedulable !== undefined) return new NbdevError("SERVER_UNSCHEDULABLE", { reason: unschedulable });

  const ended = container.terminated ?? container.lastTermination;
  if (ended?.reason === "OOMKilled") {
    return new NbdevError("SERVER_OOM_KILLED", { limit: gibibytes(pod.memoryLimit) }, { output: log });
  }
  const message =
    ended?.message || container.waiting?.message || log.at(-1) || warnings.at(-1) || reason || "no reason given";
  if (/jupyterhub-singleuser.*(executable file not found|no such file)/is.test(message)) {
    return new NbdevError("IMAGE_NOT_A_SERVER", { reference: container.image });
  }
  if (log.some((line) => /running as root is not recommended/i.test(line))) {
    return new NbdevError("IMAGE_RUNS_AS_ROOT", { reference: container.image, user: "root" }, { output: log });
  }
  return new NbdevError("SERVER_CRASHED", { reason: message.trim(), exitCode: ended?.exitCode }, { output: log });
}

function pullTrouble(pod: Pod, warnings: readonly string[], undelivered: Evidence["undelivered"]): NbdevError {
  const reference = pod.container.image;
  if (undelivered !== undefined) return new NbdevError("IMAGE_NOT_DELIVERED", { reference, ...undelivered });
  const failed = warnings.findLast((warning) => /failed to pull/i.test(warning));
  return new NbdevError("IMAGE_PULL_FAILED", {
    reference,
    reason: failed ?? pod.container.waiting?.message ?? "no reason given",
  });
}

function gibibytes(bytes: number | undefined): string {
  return bytes === undefined ? "unknown size" : `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}
