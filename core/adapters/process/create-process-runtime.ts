import { createHash, randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Host } from "../../host.ts";
import type { Lock } from "../../hub/lock.ts";
import { ProcessRuntime } from "../../hub/process/process-runtime.ts";
import { PythonEnvironments } from "../../hub/process/python-environments.ts";
import { findOnPath } from "../executables.ts";
import { freePort } from "../free-port.ts";
import { ProcessRunner } from "../process-runner.ts";
import { LinuxHubProcesses } from "./linux-hub-processes.ts";

/** The process runtime of one course directory: its hub, its folder and its ports are its own. */
export async function createProcessRuntime(host: Host, courseDirectory: string, lock: Lock): Promise<ProcessRuntime> {
  const commands = new ProcessRunner(host);
  const valuesFolder = join(host.installation, "hub-values");
  const cache = join(host.directories.cache, "process");
  const instance = createHash("sha256").update(courseDirectory).digest("hex").slice(0, 12);
  const environments = new PythonEnvironments({
    commands,
    lock,
    cache,
    requirements: await readFile(join(valuesFolder, "process-requirements.txt"), "utf8"),
    findOnPath: (program) => findOnPath(program, host),
  });
  return new ProcessRuntime({
    environments,
    cache,
    instance,
    valuesFolder,
    processes: new LinuxHubProcesses(host),
    folder: join(host.directories.state, "process", instance),
    // In VS Code the runtime is the editor's own: with this variable it is Node, and no other Node need be on PATH.
    proxyCommand: [host.nodePath, join(host.installation, "dist/proxy.js")],
    proxyEnvironment: { ELECTRON_RUN_AS_NODE: "1" },
    newToken: () => randomBytes(32).toString("hex"),
    freePort,
    isRoot: process.getuid?.() === 0,
  });
}
