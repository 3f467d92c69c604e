import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { temporaryDirectory } from "./directory.ts";

/** What `docker image inspect` says of an image, as far as nbdev reads it. */
export interface EngineImage {
  readonly Id: string;
  readonly RepoTags?: string[];
  readonly RepoDigests?: string[];
  readonly Created?: string;
  readonly Size?: number;
  readonly Metadata?: { readonly LastTagTime: string };
}

/** What the fake answers; `build` gets the whole request's body and ends the response as it likes. */
export interface FakeEngineAnswers {
  readonly buildkit?: boolean;
  readonly architecture?: string;
  readonly images?: Readonly<Record<string, EngineImage>>;
  build?(answer: ServerResponse, request: FakeRequest): void;
}

export interface FakeRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

/** A Docker engine's API on a real socket, as far as builds need it; remembers what it was asked. */
export async function startFakeEngine(
  answers: FakeEngineAnswers,
): Promise<{ socket: string; requests: FakeRequest[] }> {
  const socket = join(await temporaryDirectory(), "docker.sock");
  const requests: FakeRequest[] = [];
  const server = createServer(async (message, answer) => {
    const url = new URL(message.url ?? "", "http://engine");
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk);
    const path = decodeURIComponent(url.pathname.replace(/^\/v1\.\d+/, ""));
    const { method = "", headers } = message;
    const request = { method, path, query: url.searchParams, headers, body: Buffer.concat(chunks) };
    requests.push(request);
    if (path === "/build" && answers.build) return answers.build(answer, request);
    const found = bodyFor(request, answers);
    answer.writeHead(found === undefined ? 404 : 200, { "content-type": "application/json" });
    answer.end(JSON.stringify(found ?? { message: `no such thing: ${path}` }));
  });
  server.on("upgrade", (_message, connection) => {
    connection.on("error", () => connection.destroy());
    if (answers.buildkit) connection.write("HTTP/1.1 101 Switching\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n");
    else connection.end("HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { socket, requests };
}

function bodyFor({ path }: FakeRequest, { architecture = "x86_64", images = {} }: FakeEngineAnswers): unknown {
  if (path === "/_ping") return "OK";
  if (path === "/info") return { CgroupVersion: "1", MemTotal: 8e9, NCPU: 2, Architecture: architecture, Runtimes: {} };
  if (path === "/version") return { Version: "20.10.24", ApiVersion: "1.41" };
  if (path === "/build/cancel") return {};
  return images[path.match(/^\/images\/(.*)\/json$/)?.[1] ?? ""];
}
