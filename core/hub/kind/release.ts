import { setTimeout as delay } from "node:timers/promises";
import { parse, parseAllDocuments } from "yaml";
import { z } from "zod";
import type { Command, CommandRunner } from "../../command/index.ts";
import { isNbdevError, NbdevError } from "../../errors/index.ts";
import type { StepReport, TaskContext } from "../../progress/index.ts";
import type { Chart } from "./chart.ts";
import { namespace, releaseName } from "./cluster-names.ts";
import type { Kubernetes, Pod } from "./kubernetes.ts";
import { type HubValues, type NbdevValues, nbdevValues } from "./values.ts";

interface Outside {
  readonly commands: CommandRunner;
  readonly kubernetes: Kubernetes;
  readonly kubeconfig: string;
}

/** What the cluster itself says about the hub's release: the chart keeps its values in the Secret `hub`. */
export interface InstalledRelease extends NbdevValues {
  readonly apiToken: string;
  /** helm's own word: `deployed`, `pending-install`, `failed`, … */
  readonly status: string;
}

const readinessSeconds = 180;

/** The hub's helm release. Everything about it is asked of the cluster; helm runs only when something must change. */
export class HubRelease {
  readonly #outside: Outside;

  constructor(outside: Outside) {
    this.#outside = outside;
  }

  async find(task: TaskContext): Promise<InstalledRelease | undefined> {
    const status = await this.#outside.kubernetes.releaseStatus(releaseName, task);
    const secret = await this.#outside.kubernetes.readSecret("hub", task);
    if (status === undefined || secret === undefined) return undefined;
    const values = hubSecret.safeParse({ ...secret, values: parse(secret["values.yaml"] ?? "") });
    if (!values.success) return undefined;
    return { ...values.data.values.custom.nbdev, apiToken: values.data["hub.services.nbdev.apiToken"], status };
  }

  /** Installs or upgrades unless the very same is deployed already, then waits until hub and proxy are ready. */
  async ensure(helm: string, chart: Chart, values: HubValues, report: StepReport, task: TaskContext): Promise<void> {
    const installed = await this.find(task);
    if (installed?.status === "deployed" && installed.fingerprint === values.fingerprint) {
      report.detail("unchanged");
    } else {
      await this.#repair(helm, report, task);
      await this.#upgrade(helm, chart, values, task);
      report.detail(installed === undefined ? "installed" : "upgraded");
    }
    await this.#waitUntilReady(report, task);
  }

  /** The command that installs or upgrades; the generated values, which hold the tokens, go by stdin. */
  installation(helm: string, chart: Chart, values: HubValues): Command {
    const files = values.files.flatMap((file) => ["--values", file]);
    const scripts = values.scripts.flatMap(({ key, file }) => [
      "--set-file",
      `hub.extraFiles.${key}.stringData=${file}`,
    ]);
    return {
      program: helm,
      args: [
        ...["upgrade", releaseName, chart.path, "--install", "--namespace", namespace, "--create-namespace"],
        ...["--kubeconfig", this.#outside.kubeconfig, "--history-max", "2", ...files, ...scripts, "--values", "-"],
      ],
      stdin: values.generated,
    };
  }

  /** The images that the release's own pods start from. */
  async images(helm: string, chart: Chart, values: HubValues, task: TaskContext): Promise<string[]> {
    const { args, stdin } = this.installation(helm, chart, values);
    const kept = args.slice(args.indexOf("--values"));
    const template = ["template", releaseName, chart.path, "--namespace", namespace, ...kept];
    const { stdout } = await this.#outside.commands.run({ program: helm, args: template, stdin }, task);
    const pods = parseAllDocuments(stdout).map(
      (document) => workload.safeParse(document.toJS()).data?.spec.template.spec,
    );
    const containers = pods.flatMap((pod) => [...(pod?.initContainers ?? []), ...(pod?.containers ?? [])]);
    return [...new Set(containers.map(({ image }) => image))];
  }

  async #upgrade(helm: string, chart: Chart, values: HubValues, task: TaskContext): Promise<void> {
    try {
      await this.#outside.commands.run(this.installation(helm, chart, values), task);
    } catch (error) {
      if (!isNbdevError(error, "TOOL_FAILED")) throw error;
      const from = error.output.findIndex((line) => line.startsWith("Error"));
      const reason = error.output.slice(Math.max(from, 0)).join(" ").replace(/\s+/g, " ");
      throw new NbdevError("RELEASE_FAILED", { reason }, { cause: error, output: error.output });
    }
  }

  /** helm refuses to touch a release that a killed helm left pending: undo that first. */
  async #repair(helm: string, report: StepReport, task: TaskContext): Promise<void> {
    const status = await this.#outside.kubernetes.releaseStatus(releaseName, task);
    if (status === undefined || !status.startsWith("pending-")) return;
    report.output(`repairing the release that was left ${status}`);
    const { commands, kubeconfig } = this.#outside;
    const run = (...args: string[]) => ({
      program: helm,
      args: [...args, "--namespace", namespace, "--kubeconfig", kubeconfig],
    });
    if (status === "pending-upgrade") {
      const { exitCode } = await commands.attempt(run("rollback", releaseName), task);
      if (exitCode === 0) return;
    }
    // --wait: a volume claim that is still being deleted would be taken for the new release's, and then be gone
    await commands.run(run("uninstall", releaseName, "--wait", "--timeout", "90s"), task);
  }

  async #waitUntilReady(report: StepReport, task: TaskContext): Promise<void> {
    const { kubernetes } = this.#outside;
    const deadline = Date.now() + readinessSeconds * 1000;
    for (let said = ""; Date.now() < deadline; await delay(250, undefined, { signal: task.signal })) {
      const [hub, proxy] = await Promise.all([
        kubernetes.isRolledOut("hub", task),
        kubernetes.isRolledOut("proxy", task),
      ]);
      if (hub && proxy) return;
      const pods = await kubernetes.listPods("component in (hub, proxy)", task);
      for (const pod of pods.filter(({ deleted }) => !deleted)) await this.#refuseTrouble(pod, task);
      const waiting = pods
        .map(({ name, container, phase }) => `${name}: ${container.waiting?.reason ?? phase}`)
        .join(", ");
      if (waiting !== said) report.output(waiting);
      said = waiting;
    }
    throw new NbdevError("RELEASE_FAILED", { reason: `hub and proxy were not ready within ${readinessSeconds} s` });
  }

  async #refuseTrouble(pod: Pod, task: TaskContext): Promise<void> {
    const { waiting, restarts } = pod.container;
    const reason = waiting?.reason ?? "";
    if (reason === "ImagePullBackOff" || reason === "InvalidImageName") {
      throw new NbdevError("IMAGE_PULL_FAILED", { reference: pod.container.image, reason: waiting?.message ?? reason });
    }
    if (restarts < 2 && reason !== "CrashLoopBackOff") return;
    const output: string[] = [];
    for await (const line of this.#outside.kubernetes.log(pod, { follow: false, lines: 20, previous: true }, task)) {
      if (line.trim() !== "") output.push(line.trimEnd());
    }
    throw new NbdevError("HUB_CRASHING", { reason: output.at(-1)?.trim() ?? reason }, { output });
  }
}

const containers = z.array(z.object({ image: z.string() }));
const workload = z.object({
  spec: z.object({ template: z.object({ spec: z.object({ containers, initContainers: containers.optional() }) }) }),
});
const hubSecret = z.object({
  "hub.services.nbdev.apiToken": z.string().min(1),
  values: z.object({ custom: z.object({ nbdev: nbdevValues }) }),
});
