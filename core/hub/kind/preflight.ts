import { NbdevError } from "../../errors/index.ts";
import type { EngineFacts } from "../../image/index.ts";
import type { TaskContext } from "../../progress/index.ts";
import type { Finding, HubRequest } from "../runtime.ts";
import { isAccepted, type ToolName, type Tools } from "./tools.ts";

/** What the machine says about itself, beyond the engine. */
export interface MachineFacts {
  /** Bytes free where the cache lies. */
  readonly diskFree: number;
  /** Linux only: how many inotify instances a user may have; kind's nodes fail to start below 512. */
  readonly inotifyInstances: number | undefined;
}

interface Outside {
  readonly tools: Tools;
  engineFacts(task: TaskContext): Promise<EngineFacts>;
  machineFacts(task: TaskContext): Promise<MachineFacts>;
  registryState(task: TaskContext): Promise<string>;
}

const gibibyte = 2 ** 30;
/** What the node itself and the hub's two pods take. */
const clusterMemory = 1.5 * gibibyte;

/** The table of `nbdev doctor`, and what `up` refuses to start on: the same code. Costs no change and no download. */
export async function checkMachine(outside: Outside, request: HubRequest, task: TaskContext): Promise<Finding[]> {
  const [engine, machine, kind, helm, registry] = await Promise.all([
    outside.engineFacts(task),
    outside.machineFacts(task),
    toolFinding(outside.tools, "kind", task),
    toolFinding(outside.tools, "helm", task),
    outside.registryState(task),
  ]);
  return [
    ok("Docker engine", `${engine.version} (API ${engine.apiVersion}) at ${engine.endpoint}`),
    ok("cgroup", `v${engine.cgroupVersion}${engine.cgroupVersion === 1 ? ", so Kubernetes 1.34 at most" : ""}`),
    memoryFinding(engine, request),
    ok("processors", `${engine.cpus} (${engine.architecture})`),
    diskFinding(machine),
    ...inotifyFindings(machine),
    kind,
    helm,
    ok("registry", registry),
    ok(
      "GPU",
      engine.runtimes.includes("nvidia") ? "the engine has the nvidia runtime" : "none: GPU courses run without",
    ),
  ];
}

function ok(subject: string, value: string): Finding {
  return { subject, severity: "ok", value };
}

function memoryFinding(engine: EngineFacts, { limits }: HubRequest): Finding {
  const needed = limits.memoryGuarantee + clusterMemory;
  const value = `${gib(engine.memory)} for the engine, ${gib(limits.memoryGuarantee)} guaranteed to each learner's server`;
  if (engine.memory >= needed) return ok("memory", value);
  const facts = { what: "A learner's server beside the hub", needed: gib(needed), available: gib(engine.memory) };
  const error = new NbdevError("NOT_ENOUGH_MEMORY", facts);
  return { subject: "memory", severity: "error", value, hint: error.hint, error };
}

function diskFinding({ diskFree }: MachineFacts): Finding {
  const value = `${gib(diskFree)} free`;
  if (diskFree >= 10 * gibibyte) return ok("disk", value);
  if (diskFree >= 1 * gibibyte) {
    return {
      subject: "disk",
      severity: "warning",
      value,
      hint: "Course images take gigabytes: free some with nbdev prune.",
    };
  }
  const error = new NbdevError("DISK_FULL", { where: "this machine" });
  return { subject: "disk", severity: "error", value, hint: error.hint, error };
}

function inotifyFindings({ inotifyInstances }: MachineFacts): Finding[] {
  if (inotifyInstances === undefined) return [];
  if (inotifyInstances >= 512) return [ok("inotify", `${inotifyInstances} instances a user`)];
  const hint = "Raise it if the cluster does not start: sudo sysctl fs.inotify.max_user_instances=512";
  return [{ subject: "inotify", severity: "note", value: `${inotifyInstances} instances a user`, hint }];
}

async function toolFinding(tools: Tools, name: ToolName, task: TaskContext): Promise<Finding> {
  const found = await tools.onPath(name, task);
  if (found === undefined) return ok(name, "not on PATH: nbdev downloads its own, once");
  const value = `${found.version} at ${found.path}`;
  if (isAccepted(name, found.version)) return ok(name, value);
  return { subject: name, severity: "note", value: `${value} is not supported: nbdev uses its own` };
}

function gib(bytes: number): string {
  return `${(bytes / gibibyte).toFixed(1)} GiB`;
}
