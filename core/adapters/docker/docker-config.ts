import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { Host } from "../../host.ts";

const configFile = z.looseObject({
  currentContext: z.string().optional(),
  auths: z
    .record(z.string(), z.looseObject({ auth: z.string().optional(), identitytoken: z.string().optional() }))
    .default({}),
  credHelpers: z.record(z.string(), z.string()).default({}),
  credsStore: z.string().optional(),
  proxies: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
});

/** What the docker command keeps for its user, as far as builds need it. */
export type DockerConfig = z.infer<typeof configFile>;

/** The folder of the docker command's own files (`DOCKER_CONFIG`, else `~/.docker`). */
export function dockerFolder(host: Pick<Host, "env" | "homeDirectory">): string {
  return host.env.DOCKER_CONFIG || join(host.homeDirectory, ".docker");
}

/** Reads `config.json`; without one there are no contexts and no credentials. */
export async function readDockerConfig(host: Pick<Host, "env" | "homeDirectory">): Promise<DockerConfig> {
  const text = await readIfPresent(join(dockerFolder(host), "config.json"));
  return configFile.parse(text === undefined ? {} : JSON.parse(text));
}

const proxySettings = ["httpProxy", "httpsProxy", "noProxy", "ftpProxy", "allProxy"];

/**
 * The proxies of the user's configuration as the build arguments that every Dockerfile knows, in both spellings
 * (https://docs.docker.com/engine/cli/proxy/); an endpoint's own settings replace the default ones.
 */
export function proxyArguments(config: DockerConfig, endpoint: string): Record<string, string> {
  const settings = config.proxies[endpoint] ?? config.proxies.default ?? {};
  const pairs = proxySettings.flatMap((name): [string, string][] => {
    const value = settings[name];
    if (typeof value !== "string" || value === "") return [];
    const argument = name.replace("Proxy", "_proxy");
    return [
      [argument.toUpperCase(), value],
      [argument, value],
    ];
  });
  return Object.fromEntries(pairs);
}

const contextMeta = z.looseObject({
  Endpoints: z.looseObject({ docker: z.looseObject({ Host: z.string() }) }),
});

/** The endpoint of a docker context (its folder is named by the sha256 of its name), or undefined. */
export async function readContextEndpoint(
  name: string,
  host: Pick<Host, "env" | "homeDirectory">,
): Promise<string | undefined> {
  const folder = createHash("sha256").update(name).digest("hex");
  const text = await readIfPresent(join(dockerFolder(host), "contexts", "meta", folder, "meta.json"));
  return text === undefined ? undefined : contextMeta.parse(JSON.parse(text)).Endpoints.docker.Host;
}

async function readIfPresent(path: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
}
