import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { rootCertificates } from "node:tls";
import { Agent, type Dispatcher, EnvHttpProxyAgent, fetch, type RequestInit } from "undici";
import { isNbdevError, NbdevError } from "../../errors/index.ts";
import type { TaskContext } from "../../progress/index.ts";
import type { Authorities } from "../authorities.ts";

/** Where requests go through, from the host's environment and `--ca-bundle`. */
export interface Network {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly authorities: Authorities;
}

/**
 * Downloads a file to `path` (never half-written: it appears under its name only when complete) and returns the sha256
 * of its bytes. Throws DOWNLOAD_FAILED.
 */
export async function fetchFile(url: string, path: string, network: Network, task: TaskContext): Promise<string> {
  const partial = `${path}.partial-${process.pid}`;
  const hash = createHash("sha256");
  const hashing = new Transform({
    transform(chunk, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  try {
    await mkdir(dirname(path), { recursive: true });
    const response = await fetch(url, { dispatcher: await agent(network), signal: task.signal } as RequestInit);
    if (!response.ok || response.body === null) throw new Error(`the server answered ${response.status}`);
    const size = Number(response.headers.get("content-length"));
    if (size > 0) task.progress({ type: "note", message: `Downloading ${url} (${(size / 1e6).toFixed(1)} MB), once.` });
    await pipeline(Readable.fromWeb(response.body), hashing, createWriteStream(partial), { signal: task.signal });
    await rename(partial, path);
    return hash.digest("hex");
  } catch (error) {
    task.signal.throwIfAborted();
    if (isNbdevError(error)) throw error;
    throw new NbdevError("DOWNLOAD_FAILED", { url, reason: reasonOf(error) }, { cause: error });
  } finally {
    await rm(partial, { force: true });
  }
}

async function agent({ env, authorities }: Network): Promise<Dispatcher> {
  const company = await authorities();
  const ca = company === undefined ? undefined : [...rootCertificates, company];
  const trust = ca === undefined ? {} : { connect: { ca } };
  // undici calls its proxy agent experimental on stderr, so only those who need it get it.
  if (!Object.keys(env).some((name) => /^https?_proxy$/i.test(name))) return new Agent(trust);
  return new EnvHttpProxyAgent({
    httpProxy: env.HTTP_PROXY ?? env.http_proxy,
    httpsProxy: env.HTTPS_PROXY ?? env.https_proxy,
    noProxy: env.NO_PROXY ?? env.no_proxy,
    ...trust,
    ...(ca !== undefined && { requestTls: { ca } }),
  });
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message || cause.name : String(cause);
}
