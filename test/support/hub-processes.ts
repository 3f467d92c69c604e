import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** This machine's processes that carry the marker of a process hub below a state directory. */
export function hubProcesses(stateDirectory: string): { pid: number; command: string; environment: string }[] {
  const instances = readdirSync(join(stateDirectory, "process"));
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), command: read(name, "cmdline"), environment: read(name, "environ") }))
    .filter(({ environment }) => instances.some((each) => environment.includes(`NBDEV_HUB=${each}`)));
}

/** A zombie has ended; only its parent has not looked yet. */
export function isAlive(pid: number): boolean {
  return !["", "Z"].includes(/\) (\S)/.exec(read(String(pid), "stat"))?.[1] ?? "");
}

/** Empty where the process has ended meanwhile. */
function read(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8").replaceAll("\0", " ");
  } catch {
    return "";
  }
}
