import type { Command } from "../../command/index.ts";
import type { Course } from "../../course/course.ts";
import { NbdevError } from "../../errors/index.ts";
import {
  type BuiltImage,
  type Delivery,
  type ImageBuilder,
  ImageReference,
  type ImageState,
  type Registry,
} from "../../image/index.ts";
import { runStep, type StepReport, sideBySide, type TaskContext } from "../../progress/index.ts";
import type { Finding, HubRequest, HubRuntime, LogSource, RunningHub } from "../runtime.ts";
import type { HubStatus } from "../status.ts";
import type { ChartDownloads } from "./chart.ts";
import type { KindCluster } from "./cluster.ts";
import { proxyNodePort } from "./cluster-names.ts";
import { readDeviations } from "./deviations.ts";
import { exportKindLogs, kindLogs } from "./kind-logs.ts";
import { kindStatus } from "./kind-status.ts";
import { kindSteps as steps } from "./kind-steps.ts";
import type { Kubernetes, Pod } from "./kubernetes.ts";
import type { NodeContainers } from "./node-container.ts";
import { plannedCommands } from "./planned-commands.ts";
import { courseAnnotation, courseLabel, usernameAnnotation, userPodSelector } from "./pod-names.ts";
import { ensureMirrors } from "./registry-mirrors.ts";
import { RegistryOnDemand } from "./registry-on-demand.ts";
import type { HubRelease } from "./release.ts";
import type { Evidence } from "./server-trouble.ts";
import type { Tools } from "./tools.ts";
import { wantedRelease } from "./wanted-release.ts";
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
  readonly kubeconfig: string;
  /** The folder `hub-values`. */
  readonly valuesFolder: string;
  /** Where production keeps its courses' images; here they come only from the local registry. */
  readonly productionRepository: string;
  /** PEM of a company's certificate authorities, which stand between the node and the registries. */
  authorities(): Promise<string | undefined>;
  newToken(): string;
  /** The images and the platform that fit this engine. */
  defaults(task: TaskContext): Promise<{ nodeImage: string; registryImage: string; platform: string }>;
  checkMachine(request: HubRequest, task: TaskContext): Promise<Finding[]>;
  /** Removes what kind leaves on the engine once its last cluster is gone, and our own files. */
  removeLeftovers(task: TaskContext): Promise<void>;
}

/** A hub by production's own chart, on a kind cluster of this machine's Docker engine. */
export class KindRuntime implements HubRuntime {
  readonly type = "kind";
  readonly capabilities = { images: true, memoryLimit: true, gpu: false };
  readonly steps = Object.values(steps);
  readonly lockName = "kind";
  readonly #outside: KindOutside;
  readonly #registry: RegistryOnDemand;

  constructor(outside: KindOutside) {
    this.#outside = outside;
    this.#registry = new RegistryOnDemand(outside);
  }

  /** kind and helm, from PATH or downloaded; throws where they cannot be had. */
  async ensureTools(task: TaskContext): Promise<void> {
    await Promise.all([this.#outside.tools.ensure("kind", task), this.#outside.tools.ensure("helm", task)]);
  }

  preflight(request: HubRequest, task: TaskContext): Promise<Finding[]> {
    return this.#outside.checkMachine(request, task);
  }

  build(course: Course, request: HubRequest, task: TaskContext): Promise<BuiltImage> {
    return runStep(steps.build, task, (report) => this.#outside.builder.build(course, request, report, task));
  }

  findImage(course: Course, task: TaskContext): Promise<ImageState | undefined> {
    return this.#outside.builder.find(`${course.imageRepository}:${course.name}`, task);
  }

  deliver(image: BuiltImage, request: HubRequest, task: TaskContext): Promise<Delivery> {
    return runStep(steps.deliver, task, async (report) => {
      const { digest, bytesMoved } = await this.#registry.push(image.reference, request, report, task);
      report.detail(bytesMoved === 0 ? "there already" : `${(bytesMoved / 1e6).toFixed(1)} MB moved`);
      return { reference: image.reference, digest, bytesMoved };
    });
  }

  async prepare(request: HubRequest, task: TaskContext): Promise<void> {
    const { authorities, cluster, nodes, registry, tools } = this.#outside;
    const { delivered } = await sideBySide(task, {
      cluster: (task) =>
        runStep(steps.cluster, task, async (report) => {
          const { path: kind } = await tools.ensure("kind", task);
          const nodeImage = request.nodeImage ?? (await this.#outside.defaults(task)).nodeImage;
          await cluster.ensure(kind, { nodeImage, port: request.port, keep: request.keep }, report, task);
        }),
      delivered: (task) => runStep(steps.registry, task, (report) => this.#deliverHubImages(request, report, task)),
    });
    const open = delivered.map((image): [string, { closed: boolean }] => [image.registry, { closed: false }]);
    await registry.connect(task);
    const mirrors = new Map([...open, [this.#productionRegistry(), { closed: true }]]);
    await ensureMirrors(nodes, mirrors, await authorities(), task);
  }

  up(request: HubRequest, task: TaskContext): Promise<RunningHub> {
    return runStep(steps.release, task, async (report) => {
      const { path: helm } = await this.#outside.tools.ensure("helm", task);
      const { chart, values } = await wantedRelease(this.#outside, request, task);
      await this.#outside.release.ensure(helm, chart, values, report, task);
      const hub = await this.running(task);
      if (hub === undefined) throw new Error("the release is deployed, but the cluster does not list it");
      return hub;
    });
  }

  async running(task: TaskContext): Promise<RunningHub | undefined> {
    const node = await this.#outside.cluster.find(task);
    const port = node?.hostPort(proxyNodePort);
    if (!node?.running || port === undefined) return undefined;
    const installed = await this.#outside.release.find(task);
    if (installed === undefined) return undefined;
    const { launchToken, apiToken } = installed;
    const deviations = await readDeviations(this.#outside.valuesFolder);
    return { url: `http://127.0.0.1:${port}`, launchToken, apiToken, deviations };
  }

  status(task: TaskContext): Promise<HubStatus> {
    return kindStatus(this.#outside, task);
  }

  watchServer(user: string, task: TaskContext): Promise<never> {
    return watchServer(this.#outside.kubernetes, user, (pod) => this.#undelivered(pod, task), task);
  }

  async removeServers(users: readonly string[], task: TaskContext): Promise<void> {
    const pods = await this.#outside.kubernetes.listPods(userPodSelector, task);
    const theirs = pods.filter(({ annotations }) => users.includes(annotations[usernameAnnotation] ?? ""));
    await Promise.all(theirs.map(({ name }) => this.#outside.kubernetes.deletePod(name, task)));
  }

  /** The learners' pods go first: Kubernetes would start them again with the node, but the hub forgets them. */
  async stop(task: TaskContext): Promise<void> {
    const node = await this.#outside.cluster.find(task);
    if (node?.running) {
      await this.#outside.kubernetes.deletePods(userPodSelector, task);
      await this.#outside.nodes.stop(node.name, task);
    }
    await this.#registry.stop(task);
  }

  async down(course: Pick<Course, "name" | "imageRepository"> | undefined, task: TaskContext): Promise<void> {
    const { builder, cluster, kubernetes, registry, release, tools, removeLeftovers } = this.#outside;
    const node = await cluster.find(task);
    if (course !== undefined && node !== undefined && !node.running) {
      throw new NbdevError("HUB_NOT_RUNNING", {
        what: "Taking one course away (nbdev down --all takes the stopped hub)",
      });
    }
    const installed = course !== undefined && node !== undefined ? await release.find(task) : undefined;
    const isLast = course === undefined || !(await this.#hasOthers(installed?.courses ?? [], course.name, task));
    if (course !== undefined) await builder.remove(course.imageRepository, course.name, task);
    if (isLast) await builder.remove(this.#outside.productionRepository, undefined, task);
    if (!isLast) {
      await kubernetes.deletePods(`${courseLabel}=${course.name}`, task);
      return registry.forget(ImageReference.parse(`${course.imageRepository}:${course.name}`), task);
    }
    if (node !== undefined) await cluster.delete((await tools.ensure("kind", task)).path, task);
    await this.#registry.remove(task);
    await removeLeftovers(task);
  }

  prune(task: TaskContext): Promise<{ removed: string[]; bytes: number }> {
    return this.#outside.builder.prune(task);
  }

  logs(source: LogSource, options: { follow: boolean; lines: number }, task: TaskContext): AsyncIterable<string> {
    return kindLogs(this.#outside, source, options, task);
  }

  async exportLogs(directory: string, task: TaskContext): Promise<void> {
    const secrets = Object.values((await this.running(task)) ?? {}).filter((value) => typeof value === "string");
    const tokens = secrets.filter((value) => !value.startsWith("http"));
    const redact = (line: string) => tokens.reduce((text, token) => text.replaceAll(token, "[secret]"), line);
    await exportKindLogs(this.#outside, directory, redact, task);
  }

  async plannedCommands(course: Course, request: HubRequest, task: TaskContext): Promise<Command[]> {
    const { cluster, release, kubeconfig } = this.#outside;
    const { nodeImage, registryImage, platform } = await this.#outside.defaults(task);
    const { chart, values } = await wantedRelease(this.#outside, request, task);
    return plannedCommands({
      course,
      platform: request.platform ?? platform,
      registryImage: request.registryImage ?? registryImage,
      cluster: cluster.creation("kind", request.nodeImage ?? nodeImage, request.port ?? proxyNodePort),
      release: release.installation("helm", chart, values),
      kubeconfig,
    });
  }

  /** Starts the registry and copies into it what the engine already holds of the release's own images. */
  async #deliverHubImages(request: HubRequest, report: StepReport, task: TaskContext): Promise<ImageReference[]> {
    const { builder, release, tools } = this.#outside;
    await this.#registry.ensure(request, task);
    const { path: helm } = await tools.ensure("helm", task);
    const { chart, values } = await wantedRelease(this.#outside, request, task, { mayBeStarting: true });
    const images = (await release.images(helm, chart, values, task)).map((image) => ImageReference.parse(image));
    for (const image of images) {
      if (await builder.holds(String(image), task)) await this.#registry.push(image, request, report, task);
    }
    return images;
  }

  async #undelivered(pod: Pod, task: TaskContext): Promise<Evidence["undelivered"]> {
    const { registry, repository, tag = "" } = ImageReference.parse(pod.container.image);
    if (registry !== this.#productionRegistry()) return undefined;
    const delivered = (await this.#outside.release.find(task))?.courses ?? [];
    if (delivered.includes(tag)) return undefined;
    const course = pod.annotations[courseAnnotation] || tag;
    return { course, production: `production would start ${repository}:${tag} from its own registry` };
  }

  /** Whether another course was delivered and not taken away since: then its image is still there. */
  async #hasOthers(courses: readonly string[], name: string, task: TaskContext): Promise<boolean> {
    const others = courses.filter((each) => each !== name);
    const held = await Promise.all(others.map((each) => this.#outside.builder.holdsCourse(each, task)));
    return held.includes(true);
  }

  #productionRegistry(): string {
    return ImageReference.parse(this.#outside.productionRepository).registry;
  }
}
