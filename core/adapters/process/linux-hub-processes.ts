import { spawn } from "node:child_process";
import { access, constants, mkdir, open, readdir, readFile, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import pRetry from "p-retry";
import type { Host } from "../../host.ts";
import type { HubProcesses, MemoryControl } from "../../hub/process/hub-processes.ts";
import type { TaskContext } from "../../progress/index.ts";
import { findOnPath } from "../executables.ts";
import { exists } from "../exists.ts";
import { scrubbed } from "../process-runner.ts";

const graceMilliseconds = 5_000;

/** Linux: processes by /proc, limits by cgroup v1 or v2. */
export class LinuxHubProcesses implements HubProcesses {
  readonly #host: Pick<Host, "env" | "platform">;
  readonly #cgroups: string;

  constructor(host: Pick<Host, "env" | "platform">, cgroups = "/sys/fs/cgroup") {
    this.#host = host;
    this.#cgroups = cgroups;
  }

  async start(
    command: { program: string; args: readonly string[]; cwd: string; env: Readonly<Record<string, string>> },
    log: string,
  ): Promise<number> {
    const output = await open(log, "a", 0o600);
    try {
      const child = spawn(command.program, [...command.args], {
        cwd: command.cwd,
        env: { ...scrubbed(this.#host.env), ...command.env },
        detached: true,
        stdio: ["ignore", output.fd, output.fd],
      });
      await new Promise<void>((resolve, reject) => child.once("spawn", resolve).once("error", reject));
      child.unref();
      return child.pid ?? 0;
    } finally {
      await output.close();
    }
  }

  async find(instance: string): Promise<readonly { pid: number; command: string }[]> {
    const children = new Map<number, number[]>();
    const marked: number[] = [];
    for (const pid of await processIds()) {
      const parent = Number((await readIfAllowed(`/proc/${pid}/stat`))?.split(") ").at(-1)?.split(" ")[1] ?? 0);
      children.set(parent, [...(children.get(parent) ?? []), pid]);
      const environment = await readIfAllowed(`/proc/${pid}/environ`);
      if (environment?.split("\0").includes(`NBDEV_HUB=${instance}`)) marked.push(pid);
    }
    const found = new Set(marked);
    for (const pid of found) for (const child of children.get(pid) ?? []) found.add(child); // grows while it is walked
    const commands = await Promise.all([...found].map(async (pid) => ({ pid, command: await commandOf(pid) })));
    return commands.filter(({ command }) => command !== ""); // "": a zombie
  }

  async end(instance: string, task: TaskContext): Promise<void> {
    const started = Date.now();
    for (let signal: NodeJS.Signals = "SIGTERM"; ; await delay(100, undefined, { signal: task.signal })) {
      const left = await this.find(instance);
      if (left.length === 0) break;
      if (Date.now() - started > graceMilliseconds) signal = "SIGKILL";
      if (signal === "SIGKILL" || Date.now() - started < 100) for (const { pid } of left) sendSignal(pid, signal);
    }
    const cgroup = this.#cgroupOf(instance, await exists(join(this.#cgroups, "cgroup.controllers")));
    if (await exists(cgroup)) await removeCgroups(cgroup);
  }

  async memoryOf(pid: number): Promise<number | undefined> {
    const children = new Map<number, number[]>();
    const resident = new Map<number, number>();
    for (const each of await processIds()) {
      const status = await readIfAllowed(`/proc/${each}/status`);
      const parent = Number(/^PPid:\s+(\d+)/m.exec(status ?? "")?.[1] ?? 0);
      children.set(parent, [...(children.get(parent) ?? []), each]);
      resident.set(each, Number(/^VmRSS:\s+(\d+)/m.exec(status ?? "")?.[1] ?? 0) * 1024);
    }
    if (!resident.has(pid)) return undefined;
    const sum = (each: number): number =>
      (resident.get(each) ?? 0) + (children.get(each) ?? []).reduce((all, child) => all + sum(child), 0);
    return sum(pid);
  }

  async oomKills(cgroup: string): Promise<number> {
    const events =
      (await readIfAllowed(join(cgroup, "memory.oom_control"))) ?? (await readIfAllowed(join(cgroup, "memory.events")));
    return Number(/^oom_kill (\d+)/m.exec(events ?? "")?.[1] ?? 0);
  }

  async memoryControl(instance: string): Promise<MemoryControl | undefined> {
    const unified = await exists(join(this.#cgroups, "cgroup.controllers"));
    const folder = this.#cgroupOf(instance, unified);
    const isThere = await exists(folder);
    try {
      if (!isThere) await mkdir(folder);
      const limits = unified ? "cgroup.subtree_control" : "memory.limit_in_bytes";
      await access(join(folder, limits), constants.W_OK);
      const controllers = unified ? await readFile(join(folder, "cgroup.controllers"), "utf8") : "memory";
      if (controllers.split(/\s/).includes("memory")) return { type: "cgroup", folder };
    } catch {
      // no cgroup file system, or no right to it
    } finally {
      if (!isThere) await rmdir(folder).catch(() => undefined); // the supervisor makes it; a question leaves nothing
    }
    return unified ? this.#userScope() : undefined;
  }

  #cgroupOf(instance: string, unified: boolean): string {
    return join(this.#cgroups, unified ? "" : "memory", `nbdev-${instance}`);
  }

  /** systemd gives a user's program a cgroup of its own, with its controllers, where the user's own systemd runs. */
  async #userScope(): Promise<MemoryControl | undefined> {
    const program = await findOnPath("systemd-run", this.#host);
    const session = this.#host.env.XDG_RUNTIME_DIR;
    if (program === undefined || session === undefined) return undefined;
    const answers = await exists(join(session, "systemd/private"));
    const args = ["--user", "--scope", "--quiet", "--collect", "--property=Delegate=yes", "--"];
    return answers ? { type: "scope", program, args } : undefined;
  }
}

async function processIds(): Promise<number[]> {
  return (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
}

async function commandOf(pid: number): Promise<string> {
  return ((await readIfAllowed(`/proc/${pid}/cmdline`)) ?? "").replaceAll("\0", " ").trim();
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** Ends what is still in the cgroups (a child that dropped its environment has lost the marker), then removes them. */
async function removeCgroups(folder: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true });
  const cgroups = entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name));
  for (const cgroup of [...cgroups, folder]) {
    // The kernel says EBUSY for a moment after the last process of a cgroup has ended.
    await pRetry(
      async () => {
        const members = (await readIfAllowed(join(cgroup, "cgroup.procs"))) ?? "";
        for (const pid of members.split("\n").filter((line) => line !== "")) sendSignal(Number(pid), "SIGKILL");
        await rmdir(cgroup);
      },
      { retries: 30, minTimeout: 100, factor: 1 },
    );
  }
}

/** Another user's process, or one that has just ended, reads as undefined. */
async function readIfAllowed(path: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (["ENOENT", "ESRCH", "EACCES", "EPERM"].includes(error.code ?? "")) return undefined;
    throw error;
  });
}
