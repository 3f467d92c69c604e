import { access } from "node:fs/promises";
import { join } from "node:path";
import type { Host } from "../../host.ts";
import { findOnPath } from "../executables.ts";

const indexVariables = ["PIP_CONFIG_FILE", "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_NO_INDEX", "PIP_CONSTRAINT"];

/**
 * uv, where it would install what pip would. uv does not read pip's settings: with a package index of one's own in
 * them, it would ask the public one for one's own packages.
 */
export async function findUv(host: Host): Promise<string | undefined> {
  const { env, homeDirectory } = host;
  if (indexVariables.some((name) => (env[name] ?? "") !== "")) return undefined;
  const configuration = env.XDG_CONFIG_HOME || join(homeDirectory, ".config");
  const files = ["/etc/pip.conf", join(homeDirectory, ".pip/pip.conf"), join(configuration, "pip/pip.conf")];
  if ((await Promise.all(files.map(isThere))).includes(true)) return undefined;
  return findOnPath("uv", host);
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
