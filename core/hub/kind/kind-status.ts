import type { TaskContext } from "../../progress/index.ts";
import type { HubStatus, PlaceState } from "../status.ts";
import type { KindCluster } from "./cluster.ts";
import { clusterName, proxyNodePort } from "./cluster-names.ts";
import type { Kubernetes, Pod } from "./kubernetes.ts";
import { userPodSelector } from "./pod-names.ts";
import type { HubRelease } from "./release.ts";
import { userServerOf } from "./user-servers.ts";

interface Outside {
  readonly cluster: KindCluster;
  readonly release: HubRelease;
  readonly kubernetes: Kubernetes;
}

/** What the engine and the cluster say right now; starts nothing and needs no running hub. */
export async function kindStatus({ cluster, release, kubernetes }: Outside, task: TaskContext): Promise<HubStatus> {
  const node = await cluster.find(task);
  if (node === undefined) return absent({ name: clusterName, state: "absent", detail: "no cluster" });
  if (!node.running) return absent({ name: clusterName, state: "stopped", detail: "nbdev up resumes it" });
  try {
    const [pods, hubPods, memory, installed] = await Promise.all([
      kubernetes.listPods(userPodSelector, task),
      kubernetes.listPods("component=hub", task),
      memoryOrNone(kubernetes, task),
      release.find(task),
    ]);
    const port = node.hostPort(proxyNodePort);
    return {
      runtime: "kind",
      place: { name: clusterName, state: "running", detail: node.image },
      hub: {
        ...hubState(hubPods, installed?.status),
        url: port === undefined ? undefined : `http://127.0.0.1:${port}`,
      },
      servers: pods.filter(({ deleted }) => !deleted).map((pod) => userServerOf(pod, memory.get(pod.name))),
    };
  } catch (error) {
    task.signal.throwIfAborted();
    const detail = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    return absent({ name: clusterName, state: "broken", detail });
  }
}

/** A kubelet that cannot say its figures just now is no reason to call the cluster broken. */
async function memoryOrNone(kubernetes: Kubernetes, task: TaskContext): Promise<ReadonlyMap<string, number>> {
  try {
    return await kubernetes.memoryByPod(task);
  } catch {
    task.signal.throwIfAborted();
    return new Map();
  }
}

function absent(place: PlaceState): HubStatus {
  return { runtime: "kind", place, hub: { state: "absent", url: undefined, detail: "not running" }, servers: [] };
}

function hubState(pods: readonly Pod[], release: string | undefined): Pick<HubStatus["hub"], "state" | "detail"> {
  const pod = pods.find(({ deleted }) => !deleted);
  if (pod === undefined) return { state: "absent", detail: release ?? "not installed" };
  if (pod.ready) return { state: "running", detail: `release ${release}` };
  const { waiting, restarts } = pod.container;
  if (waiting?.reason === "CrashLoopBackOff" || restarts > 1) {
    return { state: "failing", detail: `${waiting?.reason ?? "restarting"}, ${restarts} restarts` };
  }
  return { state: "starting", detail: waiting?.reason ?? pod.phase };
}
