import { readFile } from "node:fs/promises";
import { NbdevError } from "../errors/index.ts";
import type { Host } from "../host.ts";

/** A company's certificate authorities as PEM; undefined: only the public ones count. */
export type Authorities = () => Promise<string | undefined>;

/**
 * Those of `--ca-bundle`, else of NODE_EXTRA_CA_CERTS; read when asked for. A bundle that was named and is none throws
 * CA_BUNDLE_INVALID; Node's own variable is passed over where it names no certificates, as Node does.
 */
export function authoritiesOf({ env }: Pick<Host, "env">, caBundle: string | undefined): Authorities {
  return async () => {
    if (caBundle !== undefined) return readBundle(caBundle);
    const extra = env.NODE_EXTRA_CA_CERTS;
    return extra ? readBundle(extra).catch(() => undefined) : undefined;
  };
}

async function readBundle(path: string): Promise<string> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new NbdevError("CA_BUNDLE_INVALID", { path, problem: `cannot be read (${error.code})` }, { cause: error });
  });
  if (/-----BEGIN CERTIFICATE-----/.test(text)) return text;
  throw new NbdevError("CA_BUNDLE_INVALID", { path, problem: "holds no certificate in PEM form" });
}
