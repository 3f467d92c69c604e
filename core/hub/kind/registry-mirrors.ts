import type { TaskContext } from "../../progress/index.ts";
import { nodeName, registryName } from "./cluster-names.ts";
import type { NodeContainers } from "./node-container.ts";

const upstreamOf = (registry: string) => (registry === "docker.io" ? "registry-1.docker.io" : registry);

const caFile = "/etc/containerd/nbdev-ca.pem";

/**
 * containerd's hosts.toml that makes the node look for a registry's images in the local one. `closed` says that nothing
 * may reach the real registry, as for production's; otherwise what is not here falls through to it, trusting a company's
 * authorities beside the public ones where there are some.
 */
export function hostsToml(
  registry: string,
  { closed, authorities }: { closed: boolean; authorities: boolean },
): string {
  const local = `http://${registryName}:5000/v2/${registry.replace(":", "-")}`;
  const server = closed ? local : `https://${upstreamOf(registry)}`;
  return [
    `server = "${server}"`,
    ...(closed ? ["override_path = true"] : []),
    ...(authorities && !closed ? [`ca = "${caFile}"`] : []),
    "",
    `[host."${local}"]`,
    'capabilities = ["pull", "resolve"]',
    "override_path = true",
    "",
  ].join("\n");
}

/** Writes the mirrors into the node, where containerd reads them at each pull. */
export async function ensureMirrors(
  nodes: NodeContainers,
  registries: ReadonlyMap<string, { closed: boolean }>,
  authorities: string | undefined,
  task: TaskContext,
): Promise<void> {
  if (authorities !== undefined) await nodes.writeFile(nodeName, caFile, authorities, task);
  for (const [registry, { closed }] of registries) {
    const text = hostsToml(registry, { closed, authorities: authorities !== undefined });
    await nodes.writeFile(nodeName, `/etc/containerd/certs.d/${registry}/hosts.toml`, text, task);
  }
}
