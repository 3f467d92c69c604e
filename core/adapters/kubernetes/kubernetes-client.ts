import { EventEmitter, on } from "node:events";
import { PassThrough } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { ApiException, AppsV1Api, CoreV1Api, KubeConfig, Log, StorageV1Api, Watch } from "@kubernetes/client-node";
import { z } from "zod";
import { NbdevError } from "../../errors/index.ts";
import { clusterName } from "../../hub/kind/cluster-names.ts";
import type { Kubernetes, LogOptions, Pod } from "../../hub/kind/kubernetes.ts";
import type { TaskContext } from "../../progress/index.ts";
import { linesOf } from "../lines.ts";
import { parsePod } from "./pod.ts";

/**
 * The cluster's API by @kubernetes/client-node. The kubeconfig is read anew for every call: kind writes it while this
 * object lives.
 */
export class KubernetesClient implements Kubernetes {
  readonly #kubeconfig: string;
  readonly #namespace: string;

  constructor(kubeconfig: string, namespace: string) {
    this.#kubeconfig = kubeconfig;
    this.#namespace = namespace;
  }

  async waitUntilReady(seconds: number, task: TaskContext): Promise<void> {
    const deadline = Date.now() + seconds * 1000;
    for (let reason = "the node is not Ready"; ; await delay(500, undefined, { signal: task.signal })) {
      try {
        if ((await this.#nodeIsReady()) && (await this.#isComplete())) return;
      } catch (error) {
        reason = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
      }
      if (Date.now() > deadline) throw new NbdevError("CLUSTER_FAILED", { name: clusterName, reason });
    }
  }

  async readSecret(name: string, _task: TaskContext): Promise<Readonly<Record<string, string>> | undefined> {
    const secret = await orUndefined(this.#core().readNamespacedSecret({ name, namespace: this.#namespace }));
    if (secret === undefined) return undefined;
    const entries = Object.entries(secret.data ?? {});
    return Object.fromEntries(entries.map(([key, value]) => [key, Buffer.from(value, "base64").toString("utf8")]));
  }

  async releaseStatus(release: string, _task: TaskContext): Promise<string | undefined> {
    const labelSelector = `owner=helm,name=${release}`;
    const secrets = await this.#core().listNamespacedSecret({ namespace: this.#namespace, labelSelector });
    const revisions = secrets.items.map(({ metadata }) => metadata?.labels ?? {});
    return revisions.sort((a, b) => Number(b.version) - Number(a.version))[0]?.status;
  }

  async isRolledOut(name: string, _task: TaskContext): Promise<boolean> {
    const apps = this.#config().makeApiClient(AppsV1Api);
    const deployment = await orUndefined(apps.readNamespacedDeployment({ name, namespace: this.#namespace }));
    const { replicas, updatedReplicas, readyReplicas, observedGeneration } = deployment?.status ?? {};
    const current = observedGeneration === deployment?.metadata?.generation;
    return current && replicas === 1 && updatedReplicas === 1 && readyReplicas === 1;
  }

  async listPods(labelSelector: string, _task: TaskContext): Promise<Pod[]> {
    const pods = await this.#core().listNamespacedPod({ namespace: this.#namespace, labelSelector });
    return pods.items.map(parsePod);
  }

  async *watchPods(labelSelector: string, task: TaskContext): AsyncIterable<Pod> {
    const pods = new EventEmitter();
    const watch = new Watch(this.#config());
    const connect = async () => {
      const path = `/api/v1/namespaces/${this.#namespace}/pods`;
      const emit = (_phase: string, object: unknown) => pods.emit("pod", parsePod(object));
      const again = () => {
        if (!task.signal.aborted) setTimeout(() => connect().catch((error) => pods.emit("error", error)), 500).unref();
      };
      const connection = await watch.watch(path, { labelSelector }, emit, again);
      task.signal.addEventListener("abort", () => connection.abort(), { once: true });
    };
    const changes = on(pods, "pod", { signal: task.signal });
    await connect();
    for await (const [pod] of changes) yield pod as Pod;
  }

  async deletePods(labelSelector: string, _task: TaskContext): Promise<void> {
    await this.#core().deleteCollectionNamespacedPod({
      namespace: this.#namespace,
      labelSelector,
      gracePeriodSeconds: 0,
    });
  }

  async deletePod(name: string, _task: TaskContext): Promise<void> {
    await orUndefined(this.#core().deleteNamespacedPod({ name, namespace: this.#namespace, gracePeriodSeconds: 0 }));
  }

  async *log(pod: Pod, options: LogOptions, task: TaskContext): AsyncIterable<string> {
    const stream = new PassThrough();
    const request = { follow: options.follow, tailLines: options.lines, previous: options.previous ?? false };
    const log = new Log(this.#config());
    const connection = await log.log(this.#namespace, pod.name, pod.container.name, stream, request);
    const end = () => {
      connection.abort();
      stream.end();
    };
    task.signal.addEventListener("abort", end, { once: true });
    try {
      yield* linesOf(stream);
      task.signal.throwIfAborted();
    } finally {
      task.signal.removeEventListener("abort", end);
      end();
    }
  }

  async warnings(pod: string, _task: TaskContext): Promise<string[]> {
    const fieldSelector = `involvedObject.name=${pod},type=Warning`;
    const events = await this.#core().listNamespacedEvent({ namespace: this.#namespace, fieldSelector });
    return events.items.map(({ reason, message }) => `${reason ?? "Warning"}: ${message ?? ""}`);
  }

  async memoryByPod(_task: TaskContext): Promise<ReadonlyMap<string, number>> {
    const core = this.#core();
    const { items } = await core.listNode();
    const names = items.flatMap(({ metadata }) => metadata?.name ?? []);
    const summaries = await Promise.all(
      names.map((name) => core.connectGetNodeProxyWithPath({ name, path: "stats/summary" })),
    );
    const pods = summaries.flatMap((summary) => statsSummary.parse(summary).pods);
    return new Map(
      pods
        .filter(({ podRef }) => podRef.namespace === this.#namespace)
        .map(({ podRef, memory }) => [podRef.name, memory?.workingSetBytes ?? 0]),
    );
  }

  async #nodeIsReady(): Promise<boolean> {
    const { items } = await this.#core().listNode();
    const ready = items.map(
      ({ status }) => status?.conditions?.find(({ type }) => type === "Ready")?.status === "True",
    );
    return ready.length > 0 && ready.every(Boolean);
  }

  /** kind's last step makes the storage class: without one, kind was killed before, and volumes would wait for ever. */
  async #isComplete(): Promise<boolean> {
    const { items } = await this.#config().makeApiClient(StorageV1Api).listStorageClass();
    return items.length > 0;
  }

  #config(): KubeConfig {
    const config = new KubeConfig();
    config.loadFromFile(this.#kubeconfig);
    return config;
  }

  #core(): CoreV1Api {
    return this.#config().makeApiClient(CoreV1Api);
  }
}

const statsSummary = z.object({
  pods: z.array(
    z.object({
      podRef: z.object({ name: z.string(), namespace: z.string() }),
      memory: z.object({ workingSetBytes: z.number().optional() }).optional(),
    }),
  ),
});

async function orUndefined<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiException && error.code === 404) return undefined;
    throw error;
  }
}
