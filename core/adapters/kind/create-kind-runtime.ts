import { randomBytes } from "node:crypto";
import { mkdir, readFile, rm, statfs } from "node:fs/promises";
import { join } from "node:path";
import type { Host } from "../../host.ts";
import { KindCluster } from "../../hub/kind/cluster.ts";
import { kindNetwork, namespace, registryName } from "../../hub/kind/cluster-names.ts";
import { KindRuntime } from "../../hub/kind/kind-runtime.ts";
import { checkMachine, type MachineFacts } from "../../hub/kind/preflight.ts";
import { HubRelease } from "../../hub/kind/release.ts";
import { Tools } from "../../hub/kind/tools.ts";
import type { TaskContext } from "../../progress/index.ts";
import { versions } from "../../versions.ts";
import type { Authorities } from "../authorities.ts";
import { type Engine, openEngine, readEngineFacts } from "../docker/engine.ts";
import { DockerImageBuilder } from "../docker/image-builder.ts";
import { DockerNodeContainers } from "../docker/node-containers.ts";
import { DockerRegistry } from "../docker/registry.ts";
import { PinnedDownloads } from "../downloads/pinned-downloads.ts";
import { findOnPath } from "../executables.ts";
import { freePort } from "../free-port.ts";
import { KubernetesClient } from "../kubernetes/kubernetes-client.ts";
import { ProcessRunner } from "../process-runner.ts";

/** The kind runtime on this machine's Docker engine; throws the engine area's errors where there is none to use. */
export async function createKindRuntime(
  host: Host,
  authorities: Authorities,
  productionRepository: string,
  task: TaskContext,
): Promise<KindRuntime> {
  const engine = await openEngine(host, task);
  const commands = new ProcessRunner(host);
  const kubeconfig = join(host.directories.state, "kubeconfig");
  await mkdir(host.directories.state, { recursive: true, mode: 0o700 });
  const downloads = new PinnedDownloads(host, authorities);
  const tools = new Tools({ commands, downloads, findOnPath: (program) => findOnPath(program, host) });
  const kubernetes = new KubernetesClient(kubeconfig, namespace);
  const nodes = new DockerNodeContainers(engine.docker);
  const registry = new DockerRegistry(engine.docker, {
    name: registryName,
    network: kindNetwork,
    ownerLabel: "dev.nbdev.owner",
  });
  const config = await readFile(join(host.installation, "kind-config.yaml"), "utf8");
  return new KindRuntime({
    tools,
    kubernetes,
    nodes,
    registry,
    kubeconfig,
    productionRepository,
    authorities,
    charts: downloads,
    cluster: new KindCluster({ commands, nodes, kubernetes, kubeconfig, config, freePort }),
    release: new HubRelease({ commands, kubernetes, kubeconfig }),
    builder: new DockerImageBuilder(engine, host, commands),
    valuesFolder: join(host.installation, "hub-values"),
    newToken: () => randomBytes(32).toString("hex"),
    defaults: () => defaultsFor(engine),
    checkMachine: (request, task) =>
      checkMachine(
        {
          tools,
          engineFacts: () => readEngineFacts(engine),
          machineFacts: () => readMachineFacts(host),
          registryState: (task) => registry.state(task),
        },
        request,
        task,
      ),
    removeLeftovers: () => removeLeftovers(engine, kubeconfig),
  });
}

async function defaultsFor(engine: Engine): Promise<{ nodeImage: string; registryImage: string; platform: string }> {
  const { cgroupVersion, architecture } = await readEngineFacts(engine);
  const nodeImage = versions.nodeImage[`cgroup${cgroupVersion}`];
  return { nodeImage, registryImage: versions.registryImage, platform: `linux/${architecture}` };
}

async function readMachineFacts(host: Host): Promise<MachineFacts> {
  const { bavail, bsize } = await statfs(host.homeDirectory);
  const limit =
    host.platform === "linux" ? await readFile("/proc/sys/fs/inotify/max_user_instances", "utf8") : undefined;
  return { diskFree: bavail * bsize, inotifyInstances: limit === undefined ? undefined : Number(limit) };
}

/** kind leaves its network; it goes too, unless a container of somebody's cluster, stopped or not, still needs it. */
async function removeLeftovers({ docker }: Engine, kubeconfig: string): Promise<void> {
  const nodes = await docker.listContainers({ all: true, filters: { label: ["io.x-k8s.kind.cluster"] } });
  const networks = await docker.listNetworks({ filters: { name: [kindNetwork] } });
  const network = networks.find(({ Name }) => Name === kindNetwork);
  if (nodes.length === 0 && network !== undefined) await docker.getNetwork(network.Id).remove();
  await rm(kubeconfig, { force: true });
}
