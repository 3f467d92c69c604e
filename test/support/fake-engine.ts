import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

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
  /** What every container prints and ends with; undefined: it cannot be started. */
  readonly container?: { stdout: string; stderr: string; exitCode: number } | { refusal: string };
  build?(answer: ServerResponse, request: FakeRequest): void;
}

export interface FakeRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

/** A Docker engine's API on a real socket, as far as builds need it, until `atEnd`; remembers what it was asked. */
export async function startFakeEngine(
  answers: FakeEngineAnswers,
  atEnd: (close: () => Promise<void>) => void = onTestFinished,
): Promise<{ socket: string; requests: FakeRequest[] }> {
  const directory = await mkdtemp(join(tmpdir(), "nbdev-test-"));
  const socket = join(directory, "docker.sock");
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
    if (path.startsWith("/containers/")) return answerContainer(answer, request, answers);
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
  atEnd(async () => {
    server.close();
    server.closeAllConnections();
    await rm(directory, { recursive: true, force: true });
  });
  return { socket, requests };
}

/** The life of one container, with its output in the engine's frames (stream, three zeros, length, text). */
function answerContainer(
  answer: ServerResponse,
  { method, path }: FakeRequest,
  { container = { refusal: "no container is expected" } }: FakeEngineAnswers,
): void {
  const send = (status: number, body?: unknown) => {
    answer.writeHead(status, { "content-type": "application/json" });
    answer.end(body === undefined ? undefined : JSON.stringify(body));
  };
  if (path === "/containers/create") send(201, { Id: "c1", Warnings: [] });
  else if (method === "DELETE") send(204);
  else if ("refusal" in container) send(400, { message: container.refusal });
  else if (path.endsWith("/wait")) send(200, { StatusCode: container.exitCode });
  else if (path.endsWith("/logs")) {
    answer.writeHead(200, { "content-type": "application/vnd.docker.raw-stream" });
    answer.end(Buffer.concat([frame(1, container.stdout), frame(2, container.stderr)]));
  } else send(204);
}

function frame(stream: 1 | 2, text: string): Buffer {
  const body = Buffer.from(text);
  const header = Buffer.from([stream, 0, 0, 0, 0, 0, 0, 0]);
  header.writeUInt32BE(body.length, 4);
  return body.length === 0 ? body : Buffer.concat([header, body]);
}

function bodyFor({ path }: FakeRequest, { architecture = "x86_64", images = {} }: FakeEngineAnswers): unknown {
  if (path === "/_ping") return "OK";
  if (path === "/info") return { CgroupVersion: "1", MemTotal: 8e9, NCPU: 2, Architecture: architecture, Runtimes: {} };
  if (path === "/version") return { Version: "20.10.24", ApiVersion: "1.41" };
  if (path === "/build/cancel") return {};
  return images[path.match(/^\/images\/(.*)\/json$/)?.[1] ?? ""];
}
