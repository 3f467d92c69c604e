import { z } from "zod";
import type { CommandRunner } from "../../command/index.ts";
import type { TaskContext } from "../../progress/index.ts";
import type { DockerConfig } from "./docker-config.ts";

export interface Credential {
  readonly username: string;
  readonly secret: string;
}

const helperAnswer = z.object({ Username: z.string(), Secret: z.string() });

/** Docker Hub's credentials are kept under the URL of its first registry. */
const dockerHub = "https://index.docker.io/v1/";

/**
 * The credential that the user's docker command has for one registry host, and for no other; undefined: anonymous.
 * Helpers are asked as docker-credential-helpers defines (`docker-credential-<name> get`, the host on stdin).
 */
export async function findCredential(
  registry: string,
  config: DockerConfig,
  commands: CommandRunner,
  task: TaskContext,
): Promise<Credential | undefined> {
  const key = /^(index\.|registry-1\.)?docker\.io$/.test(registry) ? dockerHub : registry;
  const helper = config.credHelpers[key] ?? config.credHelpers[registry] ?? config.credsStore;
  if (helper !== undefined) {
    const command = { program: `docker-credential-${helper}`, args: ["get"], stdin: key };
    const { exitCode, stdout } = await commands.attempt(command, { ...task, progress: () => undefined });
    if (exitCode === 0) {
      const { Username, Secret } = helperAnswer.parse(JSON.parse(stdout));
      return { username: Username, secret: Secret };
    }
  }
  const entry = config.auths[key] ?? config.auths[`https://${key}`];
  if (entry?.auth === undefined) return undefined;
  const [username = "", ...secret] = Buffer.from(entry.auth, "base64").toString("utf8").split(":");
  return { username, secret: entry.identitytoken ?? secret.join(":") };
}
