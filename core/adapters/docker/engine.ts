import { join } from "node:path";
import Docker from "dockerode";
import { z } from "zod";
import { isNbdevError, NbdevError } from "../../errors/index.ts";
import type { Host } from "../../host.ts";
import type { EngineFacts } from "../../image/engine-facts.ts";
import type { TaskContext } from "../../progress/index.ts";
import { answered } from "./answer.ts";
import { readContextEndpoint, readDockerConfig } from "./docker-config.ts";

/** A Docker engine that answered, on this machine. */
export interface Engine {
  readonly docker: Docker;
  /** As the docker command would print it, and where that came from. */
  readonly endpoint: string;
  readonly source: string;
}

interface Candidate {
  readonly endpoint: string;
  readonly source: string;
}

/**
 * Connects to the engine that the docker command would use: DOCKER_HOST, the current context, then the usual sockets.
 * Throws DOCKER_UNREACHABLE, DOCKER_FORBIDDEN, ENGINE_GONE, or DOCKER_REMOTE for an engine of another machine.
 */
export async function openEngine(host: Host, task: TaskContext): Promise<Engine> {
  const chosen = await chosenByUser(host);
  if (chosen === undefined) return openFirst(usualSockets(host), task);
  if (!isLocal(chosen.endpoint)) throw new NbdevError("DOCKER_REMOTE", { ...chosen });
  return open(chosen, task);
}

async function open(candidate: Candidate, task: TaskContext): Promise<Engine> {
  const docker = connect(candidate.endpoint);
  try {
    await answered(docker.ping(), `the first question, at ${candidate.endpoint}`, task);
  } catch (error) {
    task.signal.throwIfAborted();
    throw isNbdevError(error) ? error : connectionError(error, candidate.endpoint);
  }
  return { docker, ...candidate };
}

/** A socket may outlive its engine: the first that answers counts, else the first that exists says why not. */
async function openFirst(candidates: readonly Candidate[], task: TaskContext): Promise<Engine> {
  const absent: string[] = [];
  const refusals: unknown[] = [];
  for (const candidate of candidates) {
    try {
      return await open(candidate, task);
    } catch (error) {
      if (!isNbdevError(error)) throw error;
      if ((error.cause as NodeJS.ErrnoException | undefined)?.code === "ENOENT") absent.push(candidate.endpoint);
      else refusals.push(error);
    }
  }
  const [first] = refusals;
  if (first !== undefined) throw first;
  throw new NbdevError("DOCKER_UNREACHABLE", { endpoint: absent.join(", "), reason: "there is no such socket" });
}

/** What the engine says about itself. */
export async function readEngineFacts({ docker, endpoint }: Engine): Promise<EngineFacts> {
  const info = engineInfo.parse(await docker.info());
  const version = engineVersion.parse(await docker.version());
  return {
    endpoint,
    version: version.Version,
    apiVersion: version.ApiVersion,
    cgroupVersion: info.CgroupVersion === "2" ? 2 : 1,
    memory: info.MemTotal,
    cpus: info.NCPU,
    architecture: info.Architecture === "aarch64" ? "arm64" : "amd64",
    runtimes: Object.keys(info.Runtimes),
  };
}

/** Says in the catalogue's words why the engine could not be used. */
export function connectionError(error: unknown, endpoint: string): NbdevError {
  const code = (error as NodeJS.ErrnoException).code ?? "";
  if (code === "EACCES" || code === "EPERM") return new NbdevError("DOCKER_FORBIDDEN", { endpoint }, { cause: error });
  const reasons: Record<string, string> = {
    ENOENT: "there is no such socket",
    ECONNREFUSED: "nothing listens there",
    ENOTFOUND: "there is no such host",
  };
  const reason = reasons[code] ?? (error instanceof Error ? error.message.trim() : String(error));
  return new NbdevError("DOCKER_UNREACHABLE", { endpoint, reason }, { cause: error });
}

async function chosenByUser(host: Host): Promise<Candidate | undefined> {
  if (host.env.DOCKER_HOST) return { endpoint: host.env.DOCKER_HOST, source: "DOCKER_HOST" };
  const name = host.env.DOCKER_CONTEXT || (await readDockerConfig(host)).currentContext;
  if (name === undefined || name === "default") return undefined;
  const endpoint = await readContextEndpoint(name, host);
  if (endpoint !== undefined) return { endpoint, source: `docker context ${name}` };
  const reason = `the docker context ${JSON.stringify(name)} does not exist`;
  throw new NbdevError("DOCKER_UNREACHABLE", { endpoint: "the current context", reason });
}

function usualSockets(host: Host): Candidate[] {
  const { homeDirectory: home, env } = host;
  const sockets = [
    "/var/run/docker.sock",
    join(home, ".docker/run/docker.sock"),
    join(home, ".colima/default/docker.sock"),
    join(home, ".rd/docker.sock"),
    join(home, ".orbstack/run/docker.sock"),
    ...(env.XDG_RUNTIME_DIR ? [join(env.XDG_RUNTIME_DIR, "docker.sock")] : []),
  ];
  return sockets.map((socket) => ({ endpoint: `unix://${socket}`, source: "the usual sockets" }));
}

function isLocal(endpoint: string): boolean {
  if (/^(unix|npipe):/.test(endpoint)) return true;
  if (!URL.canParse(endpoint)) {
    throw new NbdevError("DOCKER_UNREACHABLE", { endpoint, reason: "that is no address of an engine" });
  }
  const { protocol, hostname } = new URL(endpoint);
  return protocol !== "ssh:" && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}

function connect(endpoint: string): Docker {
  if (endpoint.startsWith("unix://")) return new Docker({ socketPath: endpoint.slice("unix://".length) });
  const { hostname, port } = new URL(endpoint.replace(/^tcp:/, "http:"));
  return new Docker({ protocol: "http", host: hostname.replace(/^\[|\]$/g, ""), port: Number(port || 2375) });
}

const engineInfo = z.object({
  CgroupVersion: z.string().default("1"),
  MemTotal: z.number(),
  NCPU: z.number(),
  Architecture: z.string(),
  Runtimes: z.record(z.string(), z.unknown()).default({}),
});
const engineVersion = z.object({ Version: z.string(), ApiVersion: z.string() });
