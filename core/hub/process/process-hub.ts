import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { NbdevError } from "../../errors/index.ts";
import type { TaskContext } from "../../progress/index.ts";
import type { HubRequest } from "../runtime.ts";
import type { UserServer } from "../status.ts";
import type { HubProcesses } from "./hub-processes.ts";
import { type HubSettings, hubSettings, serverRecord } from "./hub-settings.ts";
import { lastLines } from "./log-file.ts";

export interface ProcessHubOutside {
  readonly processes: HubProcesses;
  /** This hub's own folder: settings, database, logs, the learners' files. Goes with `down`. */
  readonly folder: string;
  /** A name for this hub that no other one on this machine has. */
  readonly instance: string;
  readonly valuesFolder: string;
  readonly proxyCommand: readonly string[];
  readonly proxyEnvironment: Readonly<Record<string, string>>;
  newToken(): string;
  freePort(wished?: number): Promise<number>;
}

const startSeconds = 60;

/**
 * JupyterHub as a detached process that outlives the terminal. It supervises its proxy, its culler and the learners'
 * servers itself; all of them carry the marker by which they are found again, whatever became of the hub.
 */
export class ProcessHub {
  readonly #outside: ProcessHubOutside;
  readonly #log: string;

  constructor(outside: ProcessHubOutside) {
    this.#outside = outside;
    this.#log = join(outside.folder, "hub.log");
  }

  async settings(): Promise<HubSettings | undefined> {
    const text = await readFile(join(this.#outside.folder, "settings.json"), "utf8").catch(() => undefined);
    return text === undefined ? undefined : hubSettings.safeParse(JSON.parse(text)).data;
  }

  async isAlive(): Promise<boolean> {
    const processes = await this.#outside.processes.find(this.#outside.instance);
    return processes.some(({ command }) => command.includes("-m jupyterhub -f"));
  }

  /** Ends what a killed hub left, starts anew, and returns once the hub answers; a failed start leaves no process. */
  async start(environment: string, request: HubRequest, task: TaskContext): Promise<void> {
    const { instance, processes } = this.#outside;
    await processes.end(instance, task);
    try {
      await this.#startProcess(environment, await this.#writeSettings(request), task);
    } catch (error) {
      if (!request.keep) await processes.end(instance, { ...task, signal: AbortSignal.timeout(20_000) });
      throw error;
    }
  }

  /** Every server that its spawner wrote down, with what the system says of its processes now. */
  async servers(): Promise<UserServer[]> {
    const folder = join(this.#outside.folder, "servers");
    const users = await readdir(folder).catch(() => []);
    const records = await Promise.all(
      users.map((user) => readFile(join(folder, user, "server.json"), "utf8").catch(() => undefined)),
    );
    return Promise.all(records.filter((text) => text !== undefined).map((text) => this.#describe(text)));
  }

  async #describe(text: string): Promise<UserServer> {
    const { processes } = this.#outside;
    const { user, course, notebook, reference, digest, pid, startedAt, cgroup, memoryLimit, warnings } =
      serverRecord.parse(JSON.parse(text));
    const used = await processes.memoryOf(pid);
    const kills = cgroup === "" ? 0 : await processes.oomKills(cgroup);
    return {
      user,
      course,
      notebook: notebook || undefined,
      image: { reference, digest },
      state: used === undefined ? "failed" : "ready",
      startedAt,
      memory: { used, limit: cgroup === "" ? undefined : memoryLimit },
      restarts: 0,
      lastTermination: kills > 0 ? "OOMKilled" : undefined,
      warnings,
    };
  }

  async #startProcess(environment: string, settings: HubSettings, task: TaskContext): Promise<void> {
    const { folder, processes, valuesFolder, instance, proxyEnvironment } = this.#outside;
    const args = ["-m", "jupyterhub", "-f", join(valuesFolder, "process_config.py")];
    const marker = { NBDEV_HUB: instance, NBDEV_HUB_SETTINGS: join(folder, "settings.json") };
    const env = { ...proxyEnvironment, ...marker, PYTHONDONTWRITEBYTECODE: "1" };
    await processes.start({ program: join(environment, "bin/python"), args, cwd: folder, env }, this.#log);
    const deadline = Date.now() + startSeconds * 1000;
    for (;;) {
      await delay(100, undefined, { signal: task.signal });
      const url = `http://127.0.0.1:${settings.port}/hub/api/`;
      const answer = await fetch(url, { signal: task.signal }).catch(() => undefined);
      if (answer?.ok) return;
      if ((await this.isAlive()) && Date.now() < deadline) continue;
      const output = await lastLines(this.#log, 20);
      throw new NbdevError("HUB_CRASHING", { reason: output.at(-1)?.trim() ?? "it does not answer" }, { output });
    }
  }

  /** The launch token and the port stay what they were, so that a link printed before a restart still works. */
  async #writeSettings(request: HubRequest): Promise<HubSettings> {
    const { folder, freePort, newToken, processes, instance, proxyCommand } = this.#outside;
    const before = await this.settings();
    const port = await freePort(request.port ?? before?.port);
    if (request.port !== undefined && port !== request.port) {
      throw new NbdevError("PORT_TAKEN", { port: request.port, what: "the hub" });
    }
    const settings: HubSettings = {
      instance,
      folder,
      port,
      hubPort: await freePort(),
      proxyApiPort: await freePort(),
      proxyToken: newToken(),
      proxyCommand: [...proxyCommand],
      cookieSecret: newToken(),
      database: `sqlite:///${join(folder, "jupyterhub.sqlite")}`,
      launchToken: before?.launchToken ?? newToken(),
      apiToken: newToken(),
      images: join(folder, "images"),
      servers: join(folder, "servers"),
      memoryCgroup: (await processes.writableMemoryCgroup(instance)) ?? "",
      memoryLimit: request.limits.memory,
    };
    await mkdir(settings.servers, { recursive: true, mode: 0o700 });
    const file = join(folder, "settings.json");
    await writeFile(`${file}.new`, JSON.stringify(settings), { mode: 0o600 });
    await rename(`${file}.new`, file);
    return settings;
  }
}
