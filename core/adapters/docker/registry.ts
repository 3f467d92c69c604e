import type { Readable } from "node:stream";
import type Docker from "dockerode";
import getPort from "get-port";
import pRetry from "p-retry";
import { z } from "zod";
import { isNbdevError, NbdevError } from "../../errors/index.ts";
import type { ImageReference, Push, Registry } from "../../image/index.ts";
import type { TaskContext } from "../../progress/index.ts";
import { linesOf } from "../lines.ts";
import { answered, orUndefined } from "./answer.ts";

export interface RegistryOptions {
  /** Of the container; also the name by which the node finds it. */
  readonly name: string;
  readonly network: string;
  readonly ownerLabel: string;
}

const registryPort = "5000/tcp";

/** A registry container of this engine, bound to 127.0.0.1; what it holds goes with it. */
export class DockerRegistry implements Registry {
  readonly #docker: Docker;
  readonly #options: RegistryOptions;

  constructor(docker: Docker, options: RegistryOptions) {
    this.#docker = docker;
    this.#options = options;
  }

  async ensure(image: string, task: TaskContext): Promise<void> {
    const state = await this.state(task);
    if (state === "absent") await this.#create(image, task);
    if (state === "stopped") await this.#disconnect(task);
    if (state !== "running") await answered(this.#container().start(), "the start of the registry", task);
    await this.#waitUntilAnswering(task);
  }

  async connect(task: TaskContext): Promise<void> {
    if (await this.#isConnected(task)) return;
    const connecting = this.#docker.getNetwork(this.#options.network).connect({ Container: this.#options.name });
    await answered(connecting, "connecting the registry", task);
  }

  async push(
    image: ImageReference,
    onBytes: (current: number, total: number) => void,
    task: TaskContext,
  ): Promise<Push> {
    const { mirror, repository, tag } = await this.#mirrorOf(image, task);
    const source = this.#docker.getImage(String(image));
    const { Id } = await answered(source.inspect(), "the delivery", task);
    const pushed = await this.#pushedDigest(`${repository}:${tag}`, Id, repository, task);
    if (pushed !== undefined && pushed === (await this.#digestOf(mirror))) return { digest: pushed, bytesMoved: 0 };
    await answered(source.tag({ repo: repository, tag }), "the delivery", task);
    const push = async () => {
      const pushed = this.#docker.getImage(`${repository}:${tag}`);
      const stream = await pushed.push({ authconfig: {}, abortSignal: task.signal });
      return followPush(stream as Readable, String(image), onBytes);
    };
    const shouldRetry = ({ error }: { readonly error: unknown }) => isCutOff(error);
    return pRetry(push, { retries: 3, minTimeout: 500, signal: task.signal, shouldRetry });
  }

  async forget(image: ImageReference, task: TaskContext): Promise<void> {
    const { repository, tag } = await this.#mirrorOf(image, task);
    await orUndefined(this.#docker.getImage(`${repository}:${tag}`).remove(), "forgetting the delivery", task);
  }

  async state(task: TaskContext): Promise<"running" | "stopped" | "absent"> {
    const found = await orUndefined(this.#container().inspect(), "a look at the registry", task);
    if (found === undefined) return "absent";
    if (found.Config.Labels[this.#options.ownerLabel] !== "nbdev") {
      throw new NbdevError("REGISTRY_NOT_OURS", { name: this.#options.name });
    }
    return found.State.Running ? "running" : "stopped";
  }

  async stop(task: TaskContext): Promise<void> {
    if ((await this.state(task)) !== "running") return;
    await answered(this.#container().stop({ t: 2 }), "the stop of the registry", task);
  }

  async remove(task: TaskContext): Promise<void> {
    if ((await this.state(task)) === "absent") return;
    const mirrors = `127.0.0.1:${await this.#port(task)}/`;
    await answered(this.#container().remove({ force: true, v: true }), "the removal of the registry", task);
    const images = await answered(this.#docker.listImages(), "a look at the images", task);
    const pushed = images.filter(({ RepoTags, RepoDigests }) =>
      [...(RepoTags ?? []), ...(RepoDigests ?? [])].some((name) => name.startsWith(mirrors)),
    );
    for (const { Id, RepoTags } of pushed) {
      const tags = (RepoTags ?? []).filter((tag) => tag.startsWith(mirrors));
      const names = tags.length > 0 || (RepoTags ?? []).length > 0 ? tags : [Id]; // an older build has no tag any more
      for (const name of names) await answered(this.#docker.getImage(name).remove(), `the removal of ${name}`, task);
    }
  }

  /** A registry that starts before the node would take the node's address, and etcd does not survive another one. */
  async #disconnect(task: TaskContext): Promise<void> {
    if (!(await this.#isConnected(task))) return;
    const { name: Container, network } = this.#options;
    const leaving = this.#docker.getNetwork(network).disconnect({ Container, Force: true });
    await answered(leaving, "disconnecting the registry", task);
  }

  async #isConnected(task: TaskContext): Promise<boolean> {
    const { NetworkSettings } = await answered(this.#container().inspect(), "a look at the registry", task);
    return this.#options.network in NetworkSettings.Networks;
  }

  #container(): Docker.Container {
    return this.#docker.getContainer(this.#options.name);
  }

  async #create(image: string, task: TaskContext): Promise<void> {
    if (
      (await orUndefined(this.#docker.getImage(image).inspect(), "a look at the registry's image", task)) === undefined
    ) {
      task.progress({ type: "note", message: `Pulling ${image}, once.` });
      const stream = await this.#docker.pull(image, { abortSignal: task.signal });
      for await (const line of linesOf(stream as Readable)) refuseError(line, image);
    }
    // The port is chosen here and not by the engine, which would choose another one at each start.
    const HostPort = String(await getPort({ host: "127.0.0.1" }));
    const creating = this.#docker.createContainer({
      name: this.#options.name,
      Image: image,
      Labels: { [this.#options.ownerLabel]: "nbdev" },
      Env: ["REGISTRY_STORAGE_DELETE_ENABLED=true"],
      ExposedPorts: { [registryPort]: {} },
      HostConfig: { PortBindings: { [registryPort]: [{ HostIp: "127.0.0.1", HostPort }] } },
    });
    await answered(creating, "making the registry", task);
  }

  async #mirrorOf(image: ImageReference, task: TaskContext) {
    const mirror = image.mirroredAt(`127.0.0.1:${await this.#port(task)}`);
    return { mirror, repository: `${mirror.registry}/${mirror.repository}`, tag: mirror.tag ?? "latest" };
  }

  async #port(task: TaskContext): Promise<number> {
    const { HostConfig } = await answered(this.#container().inspect(), "a look at the registry", task);
    return portBindings.parse(HostConfig.PortBindings)[registryPort][0].HostPort;
  }

  async #waitUntilAnswering(task: TaskContext): Promise<void> {
    const url = `http://127.0.0.1:${await this.#port(task)}/v2/`;
    const signal = task.signal;
    await pRetry(() => fetch(url, { signal }), { retries: 50, factor: 1, minTimeout: 100, signal });
  }

  /** The digest under which the engine pushed this very image here before. */
  async #pushedDigest(mirror: string, id: string, repository: string, task: TaskContext): Promise<string | undefined> {
    const before = await orUndefined(this.#docker.getImage(mirror).inspect(), "the delivery", task);
    if (before?.Id !== id) return undefined;
    return before.RepoDigests.find((each) => each.startsWith(`${repository}@`))?.split("@")[1];
  }

  async #digestOf({ registry, repository, tag }: ImageReference): Promise<string | undefined> {
    const accept = "application/vnd.docker.distribution.manifest.v2+json, application/vnd.oci.image.manifest.v1+json";
    const url = `http://${registry}/v2/${repository}/manifests/${tag}`;
    const response = await fetch(url, { method: "HEAD", headers: { accept } });
    return response.headers.get("docker-content-digest") ?? undefined;
  }
}

const portBindings = z.object({ [registryPort]: z.tuple([z.object({ HostPort: z.coerce.number() })]) });
const pushLine = z.object({
  id: z.string().optional(),
  status: z.string().optional(),
  progressDetail: z.object({ current: z.number().optional(), total: z.number().optional() }).optional(),
  aux: z.object({ Digest: z.string().optional() }).optional(),
});

async function followPush(
  stream: Readable,
  reference: string,
  onBytes: (current: number, total: number) => void,
): Promise<Push> {
  const layers = new Map<string, { current: number; total: number }>();
  let digest: string | undefined;
  const sum = (key: "current" | "total") => [...layers.values()].reduce((all, layer) => all + layer[key], 0);
  for await (const text of linesOf(stream)) {
    refuseError(text, reference);
    const { id, status, progressDetail, aux } = pushLine.parse(JSON.parse(text));
    digest = aux?.Digest ?? digest;
    if (id === undefined || status !== "Pushing" || progressDetail?.current === undefined) continue;
    const { current, total = current } = progressDetail;
    layers.set(id, { current, total: Math.max(total, current) });
    onBytes(sum("current"), sum("total"));
  }
  if (digest === undefined) throw new NbdevError("ENGINE_GONE", { during: "the delivery" });
  return { digest, bytesMoved: sum("current") };
}

/** A connection that ended in the middle, as seen once while the cluster was being made beside the push. */
function isCutOff(error: unknown): boolean {
  return isNbdevError(error, "DELIVERY_FAILED") && /\bEOF\b|connection (reset|refused)/.test(error.message);
}

function refuseError(line: string, reference: string): void {
  const { error } = z.object({ error: z.string().optional() }).parse(JSON.parse(line));
  if (error === undefined) return;
  if (/no space left on device/i.test(error)) throw new NbdevError("DISK_FULL", { where: "the Docker engine" });
  throw new NbdevError("DELIVERY_FAILED", { reference, reason: error });
}
