import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { onTestFinished } from "vitest";

/** A server on loopback that lets in whoever shows one credential, and remembers all that it was shown. */
export interface LockedServer {
  /** `127.0.0.1:port`, as an image's name and Docker's configuration have it. */
  readonly host: string;
  /** Each Authorization header, and each body, that it was sent; nothing of requests that had neither. */
  readonly shown: ReadonlySet<string>;
  /** How often it was asked for anything. */
  readonly requests: () => number;
}

export interface Lock {
  /** The Authorization header that opens it; undefined: none does. */
  readonly key: string | undefined;
  /** What it answers to everybody else. */
  readonly challenge: string;
  /** Milliseconds until it does so; 0 if not said. */
  readonly hesitates?: number;
  /** What it answers to the one with the key; ends the response. */
  admit(answer: ServerResponse): unknown;
}

/** Listens until the test ends. */
export async function startLockedServer({ key, challenge, hesitates = 0, admit }: Lock): Promise<LockedServer> {
  const shown = new Set<string>();
  let requests = 0;
  const server = createServer(async (request, answer) => {
    requests += 1;
    const { authorization } = request.headers;
    for (const secret of [authorization, await bodyOf(request)]) if (secret) shown.add(secret);
    if (key !== undefined && authorization === key) return admit(answer);
    await pause(hesitates);
    answer.writeHead(401, { "www-authenticate": challenge }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, shown, requests: () => requests };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) text += chunk;
  return text;
}
