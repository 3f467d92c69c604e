import { join } from "node:path";
import type { Command } from "../../command/index.ts";
import type { Course } from "../../course/course.ts";
import { NbdevError } from "../../errors/index.ts";
import { type BuiltImage, type Delivery, type ImageBuilder, ImageReference, type Registry } from "../../image/index.ts";
import { type PlannedStep, runStep, sideBySide, type TaskContext } from "../../progress/index.ts";
import type { Finding, HubRequest, HubRuntime, LogSource, RunningHub } from "../runtime.ts";
import type { HubStatus } from "../status.ts";
import { type Chart, type ChartDownloads, resolveChart } from "./chart.ts";
import type { KindCluster } from "./cluster.ts";
import { namespace, nodeName, proxyNodePort, registryName } from "./cluster-names.ts";
import { readDeviations } from "./deviations.ts";
import { exportKindLogs, kindLogs } from "./kind-logs.ts";
import { kindStatus } from "./kind-status.ts";
import type { Kubernetes } from "./kubernetes.ts";
import type { NodeContainers } from "./node-container.ts";
import { ensureMirrors } from "./registry-mirrors.ts";
import type { HubRelease } from "./release.ts";
import type { Tools } from "./tools.ts";
import { composeValues, type HubValues } from "./values.ts";
import { watchServer } from "./watch-server.ts";

/** What the runtime stands on; each part is also used and tested by itself. */
export interface KindOutside {
  readonly tools: Tools;
  readonly cluster: KindCluster;
  readonly release: HubRelease;
  readonly registry: Registry;
  readonly builder: ImageBuilder;
  readonly nodes: NodeContainers;
  readonly kubernetes: Kubernetes;
  readonly charts: ChartDownloads;
  /** The folder `hub-values`. */
  readonly values: string;
  /** production's registry: whatever has its name is only ever pulled from the local one. */
  readonly productionRegistry: string;
  newToken(): string;
  /** Node image and registry image that fit this engine. */
  defaults(task: TaskContext): Promise<{ nodeImage: string; registryImage: string }>;
  checkMachine(request: HubRequest, task: TaskContext): Promise<Finding[]>;
}

const steps = {
  build: { id: "build", title: "Build the course image" },
  cluster: { id: "cluster", title: "Create or resume the cluster" },
  registry: { id: "registry", title: "Start the registry, fetch the chart" },
  deliver: { id: "deliver", title: "Deliver the image to the cluster" },
  release: { id: "release", title: "Install or upgrade the hub" },
} satisfies Record<string, PlannedStep>;

/** A hub by production's own chart, on a kind cluster of this machine's Docker engine. */
export class KindRuntime implements HubRuntime {
  readonly type = "kind";
  readonly capabilities = { images: true, memoryLimit: true, gpu: false };
  readonly steps = Object.values(steps);
  readonly lockName = "kind";
  readonly #outside: KindOutside;

  constructor(outside: KindOutside) {
    this.#outside = outside;
  }

  preflight(request: HubRequest, task: TaskContext): Promise<Finding[]> {
    return this.#outside.checkMachine(request, task);
  }

  build(course: Course, request: HubRequest, task: TaskContext): Promise<BuiltImage> {
    return runStep(steps.build, task, (report) => this.#outside.builder.build(course, request, report, task));
  }

  /** Cluster, registry and chart side by side; then the images of the hub itself, as far as the engine has them. */
  async prepare(request: HubRequest, task: TaskContext): Promise<void> {
    const { tools, cluster, registry, kubernetes } = this.#outside;
    await sideBySide(task, {
      cluster: (task) =>
        runStep(steps.cluster, task, async (report) => {
          const [kind, { nodeImage }] = await Promise.all([tools.ensure("kind", task), this.#images(request, task)]);
          await cluster.ensure(kind.path, { nodeImage, port: request.port, keep: request.keep }, report, task);
        }),
      registry: (task) =>
        runStep(steps.registry, task, async (report) => {
          await this.#ensureRegistry(request, task);
          await this.#deliverHubImages(request, report.output, task);
        }),
    });
    await registry.connect(task);
    void kubernetes;
  }

  deliver(image: BuiltImage, _course: Course, task: TaskContext): Promise<Delivery> {
    return runStep(steps.deliver, task, async (report) => {
      const push = await this.#outside.registry.push(
        image.reference,
        (now, all) => report.progress(now, all, "bytes"),
        task,
      );
      report.detail(push.bytesMoved === 0 ? "nothing to move" : `${(push.bytesMoved / 1e6).toFixed(1)} MB moved`);
      return { reference: image.reference, ...push };
    });
  }
}
