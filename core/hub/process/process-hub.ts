import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, realpath, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { NbdevError } from "../../errors/index.ts";
import type { TaskContext } from "../../progress/index.ts";
import type { HubRequest } from "../runtime.ts";
import type { UserServer } from "../status.ts";
import type { HubProcesses, MemoryControl } from "./hub-processes.ts";
import { type HubSettings, hubSettings, serverRecord } from "./hub-settings.ts";
import { lastLines } from "./log-file.ts";
import type { Supervisor, SupervisorState } from "./supervisor.ts";

export interface ProcessHubOutside {
  readonly processes: HubProcesses;
  readonly supervisor: Supervisor;
  /** This hub's own folder: settings, database, logs, the learners' files. Goes with `down`. */
  readonly folder: string;
  /** A name for this hub that no other one on this machine has. */
  readonly instance: string;
  readonly valuesFolder: string;
  readonly proxyCommand: readonly string[];
  readonly proxyEnvironment: Readonly<Record<string, string>>;
  /** The URL of the author's PostgreSQL, as in production; undefined: the hub's own SQLite. */
  readonly database: string | undefined;
  newToken(): string;
  freePort(wished?: number): Promise<number>;
}

const startSeconds = 60;

/**
 * JupyterHub under a detached supervisor that outlives the terminal and starts it again. The hub starts its proxy, its
 * culler and the learners' servers; all of them carry the marker by which they are found, whatever became of the rest.
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

  /** The supervisor's own words; undefined where there is none, whatever else of the hub still runs. */
  state(task: TaskContext): Promise<SupervisorState | undefined> {
    return this.#outside.supervisor.state(task);
  }

  /** Whether a start now would make the hub that was started last; a database that nobody names stays what it is. */
  async isAsAsked(environment: string, { limits, port }: HubRequest): Promise<boolean> {
    const before = await this.settings();
    if (before === undefined || before.memoryLimit !== limits.memory) return false;
    if (port !== undefined && port !== before.port) return false;
    const database = this.#databaseDigest();
    if (database === "" && before.databaseDigest !== "") return true;
    return database === before.databaseDigest && (await realpath(environment)) === before.environment;
  }

  /** Ends what is left of an earlier one, starts anew, and returns once the hub answers; a failed start leaves nothing. */
  async start(environment: string, request: HubRequest, task: TaskContext): Promise<void> {
    await this.end(task);
    try {
      const settings = await this.#writeSettings(environment, request);
      await this.#startSupervisor(environment, task);
      await this.#waitUntilAnswering(settings, task);
    } catch (error) {
      if (!request.keep) await this.end({ ...task, signal: AbortSignal.timeout(20_000) });
      throw error;
    }
  }

  /** Ends every process of this hub: its supervisor's, and those that a killed supervisor left. */
  async end(task: TaskContext): Promise<void> {
    await this.#outside.supervisor.stop(task);
    await this.#outside.processes.end(this.#outside.instance, task);
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

  #databaseDigest(): string {
    const { database } = this.#outside;
    return database === undefined ? "" : createHash("sha256").update(database).digest("hex");
  }

  async #describe(text: string): Promise<UserServer> {
    const { processes } = this.#outside;
    const record = serverRecord.parse(JSON.parse(text));
    const { user, course, notebook, reference, digest, pid, startedAt, cgroup, memoryLimit, origins, warnings } =
      record;
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
      origins,
      warnings,
    };
  }

  async #startSupervisor(environment: string, task: TaskContext): Promise<void> {
    const { database, folder, instance, processes, proxyEnvironment } = this.#outside;
    const marker = { NBDEV_HUB: instance, NBDEV_HUB_SETTINGS: join(folder, "settings.json") };
    // Taken out of the environment by hub_database.py, before the hub starts anything.
    const storage: Record<string, string> = database === undefined ? {} : { NBDEV_DATABASE: database };
    const env = { ...proxyEnvironment, ...storage, ...marker, PYTHONDONTWRITEBYTECODE: "1" };
    const control = await processes.memoryControl(instance);
    for (const command of this.#supervisorCommands(environment, control)) {
      await processes.start({ ...command, cwd: folder, env }, join(folder, "supervisor.log"));
      if (await this.#waitForSupervisor(task)) return;
    }
    const output = await lastLines(join(folder, "supervisor.log"), 20);
    throw new NbdevError("HUB_CRASHING", { reason: output.at(-1) ?? "its supervisor does not answer" }, { output });
  }

  /** The way to start it here, and another one for where systemd refuses the scope. */
  #supervisorCommands(environment: string, control: MemoryControl | undefined) {
    const { folder, supervisor, valuesFolder } = this.#outside;
    const python = join(environment, "bin/python");
    const script = ["-B", "-E", "-S", join(valuesFolder, "supervisor.py")];
    const options = ["--socket", supervisor.socket, "--log", join(folder, "hub.log")];
    const hub = ["--", python, "-m", "jupyterhub", "-f", join(valuesFolder, "process_config.py")];
    const direct = { program: python, args: [...script, ...options, ...hub] };
    if (control === undefined) return [direct];
    if (control.type === "cgroup") {
      return [{ program: python, args: [...script, ...options, "--memory-cgroup", control.folder, ...hub] }];
    }
    const scoped = [...control.args, python, ...script, ...options, "--delegated", ...hub];
    return [{ program: control.program, args: scoped }, direct];
  }

  async #waitForSupervisor(task: TaskContext): Promise<boolean> {
    for (let waited = 0; waited < 5_000; waited += 50) {
      if ((await this.state(task)) !== undefined) return true;
      await delay(50, undefined, { signal: task.signal });
    }
    return false;
  }

  async #waitUntilAnswering({ port }: HubSettings, task: TaskContext): Promise<void> {
    const deadline = Date.now() + startSeconds * 1000;
    for (;;) {
      await delay(100, undefined, { signal: task.signal });
      const answer = await fetch(`http://127.0.0.1:${port}/hub/api/`, { signal: task.signal }).catch(() => undefined);
      if (answer?.ok) return;
      const state = await this.state(task);
      if (state !== undefined && state.hub.state !== "failed" && Date.now() < deadline) continue;
      const output = await lastLines(this.#log, 20);
      throw new NbdevError("HUB_CRASHING", { reason: output.at(-1)?.trim() ?? "it does not answer" }, { output });
    }
  }

  /** The launch token and the port stay what they were, so that a link printed before a restart still works. */
  async #writeSettings(environment: string, request: HubRequest): Promise<HubSettings> {
    const { folder, freePort, newToken, instance, proxyCommand, valuesFolder } = this.#outside;
    const childOf = [join(environment, "bin/python"), "-B", "-E", "-S", join(valuesFolder, "hub_child.py")];
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
      proxyCommand: [...childOf, join(folder, "proxy.log"), ...proxyCommand],
      cookieSecret: newToken(),
      database: `sqlite:///${join(folder, "jupyterhub.sqlite")}`,
      launchToken: before?.launchToken ?? newToken(),
      apiToken: newToken(),
      images: join(folder, "images"),
      servers: join(folder, "servers"),
      logs: join(folder, "logs"),
      memoryLimit: request.limits.memory,
      environment: await realpath(environment),
      databaseDigest: this.#databaseDigest(),
    };
    await mkdir(settings.servers, { recursive: true, mode: 0o700 });
    await mkdir(dirname(this.#outside.supervisor.socket), { recursive: true, mode: 0o700 });
    const file = join(folder, "settings.json");
    await writeFile(`${file}.new`, JSON.stringify(settings), { mode: 0o600 });
    await rename(`${file}.new`, file);
    return settings;
  }
}
