import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Ids of this machine's processes that carry the marker of a hub under this state directory. */
export function hubProcesses(stateDirectory: string): string[] {
  const folder = join(stateDirectory, "process");
  const hubs = existsSync(folder) ? readdirSync(folder) : [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const environment = readFileSync(`/proc/${pid}/environ`, "utf8");
        return hubs.some((hub) => environment.includes(`NBDEV_HUB=${hub}`));
      } catch {
        return false; // it has ended meanwhile
      }
    });
}

/** JupyterHub itself among them. */
export function hubProcess(stateDirectory: string): string | undefined {
  return hubProcesses(stateDirectory).find((pid) =>
    readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("process_config.py"),
  );
}
