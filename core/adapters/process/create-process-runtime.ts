import { createHash, randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { NbdevError } from "../../errors/index.ts";
import type { Host } from "../../host.ts";
import type { Lock } from "../../hub/lock.ts";
import { ProcessRuntime } from "../../hub/process/process-runtime.ts";
import { PythonEnvironments } from "../../hub/process/python-environments.ts";
import { findOnPath } from "../executables.ts";
import { freePort } from "../free-port.ts";
import { ProcessRunner } from "../process-runner.ts";
import { findUv } from "./find-uv.ts";
import { LinuxHubProcesses } from "./linux-hub-processes.ts";
import { SupervisorSocket } from "./supervisor-socket.ts";

/** The process runtime of one course directory: its hub, its folder and its ports are its own. */
export async function createProcessRuntime(
  host: Host,
  courseDirectory: string,
  lock: Lock,
  database?: string,
): Promise<ProcessRuntime> {
  if (host.platform !== "linux") throw new NbdevError("PROCESS_RUNTIME_UNSUPPORTED", { platform: host.platform });
  const commands = new ProcessRunner(host);
  const valuesFolder = join(host.installation, "hub-values");
  const readValues = (name: string) => readFile(join(valuesFolder, name), "utf8");
  const cache = join(host.directories.cache, "process");
  const instance = instanceOf(courseDirectory);
  const environments = new PythonEnvironments({
    commands,
    lock,
    cache,
    requirements: await requirementsFor(database, readValues),
    virtualenv: await readValues("process-requirements-virtualenv.txt"),
    fingerprintScript: join(valuesFolder, "environment_fingerprint.py"),
    findUv: () => findUv(host),
    findOnPath: (program) => findOnPath(program, host),
  });
  return new ProcessRuntime({
    environments,
    cache,
    instance,
    valuesFolder,
    processes: new LinuxHubProcesses(host),
    supervisor: new SupervisorSocket(join(host.directories.runtime, `hub-${instance}.socket`)),
    folder: processHubFolder(host, courseDirectory),
    // In VS Code the runtime is the editor's own: with this variable it is Node, and no other Node need be on PATH.
    proxyCommand: [host.nodePath, join(host.installation, "dist/proxy.js")],
    proxyEnvironment: { ELECTRON_RUN_AS_NODE: "1" },
    database,
    newToken: () => randomBytes(32).toString("hex"),
    freePort,
    isRoot: process.getuid?.() === 0,
  });
}

/** Where a course directory's hub keeps its settings, database and logs; it is there from `up` to `down`. */
export function processHubFolder(host: Pick<Host, "directories">, courseDirectory: string): string {
  return join(host.directories.state, "process", instanceOf(courseDirectory));
}

function instanceOf(courseDirectory: string): string {
  return createHash("sha256").update(courseDirectory).digest("hex").slice(0, 12);
}

async function requirementsFor(
  database: string | undefined,
  readValues: (name: string) => Promise<string>,
): Promise<string> {
  const names = ["process-requirements.txt", ...(database === undefined ? [] : ["process-requirements-postgres.txt"])];
  return (await Promise.all(names.map(readValues))).join("");
}
