import type { TaskContext } from "../../progress/index.ts";
import { nodeName, registryName } from "./cluster-names.ts";
import type { NodeContainers } from "./node-container.ts";

const upstreamOf = (registry: string) => (registry === "docker.io" ? "registry-1.docker.io" : registry);

/**
 * containerd's hosts.toml that makes the node look for a registry's images in the local one. `closed` says that nothing
 * may reach the real registry, as for production's; otherwise what is not here falls through to it.
 */
export function hostsToml(registry: string, closed: boolean): string {
  const local = `http://${registryName}:5000/v2/${registry.replace(":", "-")}`;
  const server = closed ? local : `https://${upstreamOf(registry)}`;
  return [
    `server = "${server}"`,
    ...(closed ? ["override_path = true"] : []),
    "",
    `[host."${local}"]`,
    'capabilities = ["pull", "resolve"]',
    "override_path = true",
    "",
  ].join("\n");
}

/** Writes the mirrors into the node, where containerd reads them at each pull; says whether any was missing. */
export async function ensureMirrors(
  nodes: NodeContainers,
  registries: ReadonlyMap<string, { closed: boolean }>,
  task: TaskContext,
): Promise<void> {
  for (const [registry, { closed }] of registries) {
    await nodes.writeFile(
      nodeName,
      `/etc/containerd/certs.d/${registry}/hosts.toml`,
      hostsToml(registry, closed),
      task,
    );
  }
}
