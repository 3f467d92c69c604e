import type { TaskContext } from "../../progress/index.ts";

/** The processes of hubs on this machine. They are found by a marker in their environment, not by files. */
export interface HubProcesses {
  /** Starts a program that outlives this one, its output appended to a file. */
  start(
    command: { program: string; args: readonly string[]; cwd: string; env: Readonly<Record<string, string>> },
    log: string,
  ): Promise<number>;
  /** All processes that carry the marker `NBDEV_HUB=<instance>`, and all that descend from one of them. */
  find(instance: string): Promise<readonly { pid: number; command: string }[]>;
  /** SIGTERM, and SIGKILL for what is left after five seconds; resolves when none is left. */
  end(instance: string, task: TaskContext): Promise<void>;
  /** Resident bytes of a process and its descendants. */
  memoryOf(pid: number): Promise<number | undefined>;
  /** How often the kernel has killed for memory in a cgroup (v1 memory.oom_control, v2 memory.events). */
  oomKills(cgroup: string): Promise<number>;
  /** How this user can limit a server's memory on this machine; undefined where it cannot. */
  memoryControl(instance: string): Promise<MemoryControl | undefined>;
}

/** A folder in which this user may make memory cgroups, or the command that starts a program in one of its own. */
export type MemoryControl =
  | { readonly type: "cgroup"; readonly folder: string }
  | { readonly type: "scope"; readonly program: string; readonly args: readonly string[] };
