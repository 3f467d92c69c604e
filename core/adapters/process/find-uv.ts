import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Host } from "../../host.ts";
import { findOnPath } from "../executables.ts";

const variables = ["PIP_CONFIG_FILE", "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_NO_INDEX", "PIP_CONSTRAINT"];
const options = /^\s*(index[-_]url|extra[-_]index[-_]url|no[-_]index|constraint)\s*[=:]/m;

/**
 * uv, where it would install what pip would. uv does not read pip's settings: with a package index of one's own in
 * them, it would ask the public one for one's own packages.
 */
export async function findUv(host: Host): Promise<string | undefined> {
  const { env, homeDirectory } = host;
  if (variables.some((name) => (env[name] ?? "") !== "")) return undefined;
  const configuration = env.XDG_CONFIG_HOME || join(homeDirectory, ".config");
  const files = ["/etc/pip.conf", join(homeDirectory, ".pip/pip.conf"), join(configuration, "pip/pip.conf")];
  const texts = await Promise.all(files.map((file) => readFile(file, "utf8").catch(() => "")));
  return texts.some((text) => options.test(text)) ? undefined : findOnPath("uv", host);
}
