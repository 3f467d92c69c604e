import { spawn } from "node:child_process";
import { access, constants, mkdir, open, readdir, readFile, rmdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import pRetry from "p-retry";
import type { Host } from "../../host.ts";
import type { HubProcesses } from "../../hub/process/hub-processes.ts";
import type { TaskContext } from "../../progress/index.ts";
import { scrubbed } from "../process-runner.ts";

const graceMilliseconds = 5_000;

/** Linux: processes by /proc, limits by cgroup v1 or v2. */
export class LinuxHubProcesses implements HubProcesses {
  readonly #host: Pick<Host, "env">;

  constructor(host: Pick<Host, "env">) {
    this.#host = host;
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
    const found: { pid: number; command: string }[] = [];
    for (const name of await readdir("/proc")) {
      if (!/^\d+$/.test(name)) continue;
      const environment = await readIfAllowed(`/proc/${name}/environ`);
      if (!environment?.split("\0").includes(`NBDEV_HUB=${instance}`)) continue;
      const command = (await readIfAllowed(`/proc/${name}/cmdline`)) ?? "";
      if (command !== "") found.push({ pid: Number(name), command: command.replaceAll("\0", " ").trim() }); // "": a zombie
    }
    return found;
  }

  async end(instance: string, task: TaskContext): Promise<void> {
    const started = Date.now();
    for (let signal: NodeJS.Signals = "SIGTERM"; ; await delay(100, undefined, { signal: task.signal })) {
      const left = await this.find(instance);
      if (left.length === 0) break;
      if (Date.now() - started > graceMilliseconds) signal = "SIGKILL";
      if (signal === "SIGKILL" || Date.now() - started < 100) for (const { pid } of left) sendSignal(pid, signal);
    }
    const cgroup = await this.writableMemoryCgroup(instance);
    if (cgroup !== undefined) await removeCgroups(cgroup);
  }

  async memoryOf(pid: number): Promise<number | undefined> {
    const children = new Map<number, number[]>();
    const resident = new Map<number, number>();
    for (const name of await readdir("/proc")) {
      if (!/^\d+$/.test(name)) continue;
      const status = await readIfAllowed(`/proc/${name}/status`);
      const parent = Number(/^PPid:\s+(\d+)/m.exec(status ?? "")?.[1] ?? 0);
      children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
      resident.set(Number(name), Number(/^VmRSS:\s+(\d+)/m.exec(status ?? "")?.[1] ?? 0) * 1024);
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

  async writableMemoryCgroup(instance: string): Promise<string | undefined> {
    const unified = (await readIfAllowed("/sys/fs/cgroup/cgroup.controllers")) !== undefined;
    const folder = join(unified ? "/sys/fs/cgroup" : "/sys/fs/cgroup/memory", `nbdev-${instance}`);
    try {
      await mkdir(folder).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== "EEXIST") throw error;
      });
      if (unified) await writeFile(join(folder, "cgroup.subtree_control"), "+memory");
      else await access(join(folder, "memory.limit_in_bytes"), constants.W_OK);
      return folder;
    } catch {
      await rmdir(folder).catch(() => undefined); // no cgroup file system, no right to it, or no memory controller
      return undefined;
    }
  }
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
