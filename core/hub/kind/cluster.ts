import pRetry from "p-retry";
import { parse, stringify } from "yaml";
import { z } from "zod";
import type { CommandRunner } from "../../command/index.ts";
import { isNbdevError, NbdevError } from "../../errors/index.ts";
import type { StepReport, TaskContext } from "../../progress/index.ts";
import { clusterName, nodeName, ownerMount, proxyNodePort } from "./cluster-names.ts";
import type { Kubernetes } from "./kubernetes.ts";
import type { NodeContainer, NodeContainers } from "./node-container.ts";

export interface ClusterRequest {
  readonly nodeImage: string;
  /** Undefined: the one that the cluster has, else kind-config.yaml's, else any free one. */
  readonly port: number | undefined;
  /** Leaves a cluster whose creation failed or was cancelled. */
  readonly keep: boolean;
}

interface Outside {
  readonly commands: CommandRunner;
  readonly nodes: NodeContainers;
  readonly kubernetes: Kubernetes;
  readonly kubeconfig: string;
  /** The text of kind-config.yaml. */
  readonly config: string;
  /** The first pause before a refused removal is tried again; a second unless said otherwise. */
  readonly retryMilliseconds?: number;
  /** A port of 127.0.0.1 that nothing listens on: the wished one if it can be had. */
  freePort(wished: number): Promise<number>;
}

/**
 * The kind cluster of nbdev. Only a node container that carries kind-config.yaml's owner mount is ever touched; what an
 * interrupted run left is finished or made anew. The user's kubeconfig is never read or written.
 */
export class KindCluster {
  readonly #outside: Outside;

  constructor(outside: Outside) {
    this.#outside = outside;
  }

  /** The node's container, or undefined; throws CLUSTER_NOT_OURS for somebody else's of the same name. */
  async find(task: TaskContext): Promise<NodeContainer | undefined> {
    const node = await this.#outside.nodes.find(nodeName, task);
    if (node !== undefined && !node.mounts.includes(ownerMount)) {
      throw new NbdevError("CLUSTER_NOT_OURS", { name: clusterName });
    }
    return node;
  }

  /** Ends with a node of that image that is Ready, whatever was there before; says in the report what it had to do. */
  async ensure(kind: string, request: ClusterRequest, report: StepReport, task: TaskContext): Promise<void> {
    const node = await this.find(task);
    if (node === undefined) return this.#create(kind, request, report, task);
    if (node.image !== request.nodeImage) {
      const message = `The cluster runs ${node.image}, and ${request.nodeImage} is wanted; it is made anew.`;
      task.progress({ type: "warning", message });
      return this.#remake(kind, node, request, report, task);
    }
    warnOfOtherPort(node, request, task);
    if (!node.running) {
      report.output("starting the stopped node");
      await this.#outside.nodes.start(nodeName, task);
    }
    if (await this.#usable(kind, node.running ? 10 : 90, report, task)) {
      report.detail(node.running ? "running already" : "resumed");
      return;
    }
    task.progress({ type: "warning", message: `The cluster ${clusterName} was half-made or broken; it is made anew.` });
    await this.#remake(kind, node, request, report, task);
  }

  /** An engine that is still ending the node's processes refuses to remove it; so it is asked up to four times. */
  async delete(kind: string, task: TaskContext): Promise<void> {
    if ((await this.find(task)) === undefined) return;
    const args = ["delete", "cluster", "--name", clusterName, "--kubeconfig", this.#outside.kubeconfig];
    const attempt = () => this.#outside.commands.run({ program: kind, args }, task);
    await pRetry(attempt, { retries: 3, minTimeout: this.#outside.retryMilliseconds ?? 1_000, signal: task.signal });
  }

  /** The command that makes the cluster, and its configuration on stdin; also what `--dry-run` prints. */
  creation(kind: string, nodeImage: string, port: number) {
    const args = ["create", "cluster", "--name", clusterName, "--config", "-", "--image", nodeImage];
    // --retain: kind's own rollback deletes by name, which could be the cluster of a run after this one
    const ours = ["--kubeconfig", this.#outside.kubeconfig, "--retain", "--wait", "0s"];
    return { program: kind, args: [...args, ...ours], stdin: withPort(this.#outside.config, port) };
  }

  async #remake(
    kind: string,
    node: NodeContainer,
    request: ClusterRequest,
    report: StepReport,
    task: TaskContext,
  ): Promise<void> {
    await this.delete(kind, task);
    await this.#create(kind, { ...request, port: request.port ?? node.hostPort(proxyNodePort) }, report, task);
  }

  async #create(kind: string, request: ClusterRequest, report: StepReport, task: TaskContext): Promise<void> {
    const port = await this.#choosePort(request, task);
    try {
      const command = this.creation(kind, request.nodeImage, port);
      await this.#outside.commands.run(command, task, { onLine: (line) => report.output(line) });
      await this.#outside.kubernetes.waitUntilReady(90, task);
      report.detail("created");
    } catch (error) {
      if (!request.keep) await this.delete(kind, { ...task, signal: AbortSignal.timeout(25_000) });
      throw task.signal.aborted ? error : creationError(error, port);
    }
  }

  /** kind's own default port gives way to another one; a port that was asked for does not. */
  async #choosePort(request: ClusterRequest, task: TaskContext): Promise<number> {
    const wished = request.port ?? proxyNodePort;
    const free = await this.#outside.freePort(wished);
    if (free !== wished && request.port !== undefined) {
      throw new NbdevError("PORT_TAKEN", { port: wished, what: "the hub" });
    }
    if (free !== wished) task.progress({ type: "note", message: `Port ${wished} is taken; the hub gets ${free}.` });
    return free;
  }

  async #usable(kind: string, seconds: number, report: StepReport, task: TaskContext): Promise<boolean> {
    try {
      await this.#outside.kubernetes.waitUntilReady(seconds, task);
      return true;
    } catch (error) {
      if (task.signal.aborted || !isNbdevError(error, "CLUSTER_FAILED")) throw error;
    }
    // The API may have moved (a new host port after a restart), or the kubeconfig may be gone.
    report.output("reading the cluster's kubeconfig again");
    const args = ["export", "kubeconfig", "--name", clusterName, "--kubeconfig", this.#outside.kubeconfig];
    const exported = await this.#outside.commands.attempt({ program: kind, args }, task);
    if (exported.exitCode !== 0) return false;
    return this.#outside.kubernetes.waitUntilReady(seconds, task).then(
      () => true,
      () => task.signal.aborted,
    );
  }
}

const kindConfig = z.looseObject({
  nodes: z.tuple([z.looseObject({ extraPortMappings: z.tuple([z.looseObject({ hostPort: z.number() })]) })]),
});

function withPort(config: string, port: number): string {
  const parsed = kindConfig.parse(parse(config));
  parsed.nodes[0].extraPortMappings[0].hostPort = port;
  return stringify(parsed);
}

function warnOfOtherPort(node: NodeContainer, request: ClusterRequest, task: TaskContext): void {
  const port = node.hostPort(proxyNodePort);
  if (request.port === undefined || request.port === port) return;
  const message = `The cluster was made with port ${port} and keeps it; for ${request.port}: nbdev down --all, then nbdev up.`;
  task.progress({ type: "warning", message });
}

function creationError(error: unknown, port: number): unknown {
  if (!isNbdevError(error, "TOOL_FAILED")) return error;
  const text = error.output.join("\n");
  if (/port is already allocated|address already in use/i.test(text)) {
    return new NbdevError("PORT_TAKEN", { port, what: "the hub" }, { cause: error });
  }
  if (/no space left on device/i.test(text))
    return new NbdevError("DISK_FULL", { where: "the Docker engine" }, { cause: error });
  const reason = error.output.findLast((line) => line.includes("ERROR")) ?? "kind create cluster failed";
  return new NbdevError("CLUSTER_FAILED", { name: clusterName, reason }, { cause: error, output: error.output });
}
