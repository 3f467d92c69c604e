import { z } from "zod";
import type { CommandRunner } from "../../command/index.ts";
import { isNbdevError } from "../../errors/index.ts";
import type { TaskContext } from "../../progress/index.ts";
import type { DockerConfig } from "./docker-config.ts";

/** What logs in to one registry; with an empty user name the secret is an identity token, as BuildKit has it. */
export interface Credential {
  readonly username: string;
  readonly secret: string;
}

const helperAnswer = z.object({ Username: z.string(), Secret: z.string() });

/** Docker Hub's credentials are kept under the URL of its first registry. */
const dockerHub = "https://index.docker.io/v1/";

/** The name under which the docker command keeps the credential of a registry host. */
export function credentialKey(registry: string): string {
  return /^(index\.|registry-1\.)?docker\.io$/.test(registry) ? dockerHub : registry;
}

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
  const key = credentialKey(registry);
  const helper = config.credHelpers[key] ?? config.credHelpers[registry] ?? config.credsStore;
  const kept = helper === undefined ? undefined : await askHelper(helper, key, commands, task);
  return kept ?? fromFile(key, config);
}

async function askHelper(
  helper: string,
  key: string,
  commands: CommandRunner,
  task: TaskContext,
): Promise<Credential | undefined> {
  const program = `docker-credential-${helper}`;
  try {
    const silent = { ...task, progress: () => undefined };
    const { exitCode, stdout } = await commands.attempt({ program, args: ["get"], stdin: key }, silent);
    if (exitCode !== 0) return undefined; // it says so too where it has nothing for this registry
    const { Username, Secret } = helperAnswer.parse(JSON.parse(stdout));
    return { username: Username === "<token>" ? "" : Username, secret: Secret };
  } catch (error) {
    if (!isNbdevError(error, "TOOL_FAILED")) throw error;
    const message = `${program} of Docker's configuration cannot be run; continuing without credentials for ${key}.`;
    task.progress({ type: "warning", message });
    return undefined;
  }
}

/** Older versions of docker kept credentials by URL. */
function fromFile(key: string, { auths }: DockerConfig): Credential | undefined {
  const found = auths[key] ?? Object.entries(auths).find(([url]) => hostOf(url) === key)?.[1];
  if (found?.identitytoken) return { username: "", secret: found.identitytoken };
  if (!found?.auth) return undefined;
  const [username = "", ...secret] = Buffer.from(found.auth, "base64").toString("utf8").split(":");
  return { username, secret: secret.join(":") };
}

function hostOf(url: string): string {
  return url.replace(/^https?:\/\//, "").replace(/\/.*$/, "");
}
