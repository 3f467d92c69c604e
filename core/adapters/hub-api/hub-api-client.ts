import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { setTimeout as delay } from "node:timers/promises";
import pRetry from "p-retry";
import { z } from "zod";
import { NbdevError } from "../../errors/index.ts";
import type { HubApi, ServerOptions, StartMessage } from "../../hub/api/hub-api.ts";
import type { RunningHub } from "../../hub/runtime.ts";
import type { TaskContext } from "../../progress/index.ts";
import { linesOf } from "../lines.ts";

/** JupyterHub's REST API by fetch, with the token of the hub's service `nbdev` in a header, never in a URL. */
export class HubApiClient implements HubApi {
  readonly #url: string;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(hub: Pick<RunningHub, "url" | "apiToken">) {
    this.#url = hub.url;
    this.#headers = { authorization: `token ${hub.apiToken}` };
  }

  async waitUntilAnswering(seconds: number, task: TaskContext): Promise<void> {
    const deadline = Date.now() + seconds * 1000;
    for (let reason = ""; ; await delay(200, undefined, { signal: task.signal })) {
      try {
        const response = await fetch(`${this.#url}/hub/api/`, { headers: this.#headers, signal: task.signal });
        if (response.ok) return;
        reason = `it answers ${response.status}`;
      } catch (error) {
        task.signal.throwIfAborted();
        reason = causeOf(error);
      }
      if (Date.now() > deadline) throw new NbdevError("HUB_UNREACHABLE", { url: this.#url, reason });
    }
  }

  async createUser(user: string, task: TaskContext): Promise<void> {
    await this.#api("POST", `/users/${encodeURIComponent(user)}`, task);
  }

  async startServer(user: string, options: ServerOptions, task: TaskContext): Promise<void> {
    await this.#api("POST", `/users/${encodeURIComponent(user)}/server`, task, options);
  }

  async *followStart(user: string, task: TaskContext): AsyncIterable<StartMessage> {
    const path = `/users/${encodeURIComponent(user)}/server/progress`;
    const response = await this.#api("GET", path, task);
    if (response.body === null) return;
    for await (const line of linesOf(Readable.fromWeb(response.body as ReadableStream))) {
      if (!line.startsWith("data:")) continue;
      const message = startMessage.parse(JSON.parse(line.slice("data:".length)));
      yield message;
      if (message.ready || message.failed) return;
    }
  }

  async hasFile(user: string, path: string, task: TaskContext): Promise<boolean> {
    const response = await this.#contents(user, path, "?content=0", task);
    return response.ok && contents.parse(await response.json()).type !== "directory";
  }

  async listDirectory(user: string, path: string, task: TaskContext): Promise<string[] | undefined> {
    const response = await this.#contents(user, path, "?content=1", task);
    if (!response.ok) return undefined;
    const directory = contents.parse(await response.json());
    return directory.type === "directory" ? (directory.content ?? []).map(({ name }) => name) : undefined;
  }

  async pageStatus(user: string, path: string, task: TaskContext): Promise<number> {
    const response = await this.#request("GET", `/user/${encodeURIComponent(user)}${path}`, task);
    await response.body?.cancel();
    return response.status;
  }

  async createServerToken(user: string, seconds: number, task: TaskContext): Promise<string> {
    const scopes = [`access:servers!server=${user}/`];
    const wanted = { note: "nbdev: a notebook editor", expires_in: seconds, scopes };
    const response = await this.#api("POST", `/users/${encodeURIComponent(user)}/tokens`, task, wanted);
    return newToken.parse(await response.json()).token;
  }

  async deleteUser(user: string, task: TaskContext): Promise<void> {
    const path = `/users/${encodeURIComponent(user)}`;
    await this.#api("DELETE", `${path}/server`, task, undefined, [400, 404]);
    // A server takes a moment to stop (the hub answers 202), and until then its user cannot be deleted.
    await pRetry(() => this.#api("DELETE", path, task, undefined, [404]), {
      retries: 20,
      minTimeout: 500,
      factor: 1,
      signal: task.signal,
    });
  }

  async runningUsers(task: TaskContext): Promise<ReadonlySet<string>> {
    const response = await this.#api("GET", "/users?state=active&limit=1000", task);
    const active = users.parse(await response.json());
    // A server that is being stopped still answers, while its files go.
    return new Set(active.filter(({ pending }) => pending !== "stop").map(({ name }) => name));
  }

  #contents(user: string, path: string, query: string, task: TaskContext): Promise<Response> {
    const encoded = path.split("/").map(encodeURIComponent).join("/");
    return this.#request("GET", `/user/${encodeURIComponent(user)}/api/contents/${encoded}${query}`, task);
  }

  async #api(
    method: string,
    path: string,
    task: TaskContext,
    body?: unknown,
    alsoFine: number[] = [],
  ): Promise<Response> {
    const response = await this.#request(method, `/hub/api${path}`, task, body);
    if (response.ok || alsoFine.includes(response.status)) return response;
    const refusal = apiError.safeParse(await response.json().catch(() => ({})));
    const reason = `${method} ${path} answers ${response.status} ${refusal.data?.message ?? response.statusText}`;
    throw new NbdevError("HUB_UNREACHABLE", { url: this.#url, reason });
  }

  async #request(method: string, path: string, task: TaskContext, body?: unknown): Promise<Response> {
    try {
      return await fetch(this.#url + path, {
        method,
        headers: this.#headers,
        signal: task.signal,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
    } catch (error) {
      task.signal.throwIfAborted();
      throw new NbdevError("HUB_UNREACHABLE", { url: this.#url, reason: causeOf(error) }, { cause: error });
    }
  }
}

const startMessage = z.object({
  message: z.string().default(""),
  ready: z.boolean().default(false),
  failed: z.boolean().default(false),
});
const contents = z.object({
  type: z.string(),
  content: z
    .array(z.object({ name: z.string() }))
    .nullish()
    .catch(undefined),
});
const users = z.array(z.object({ name: z.string(), pending: z.string().nullish() }));
const newToken = z.object({ token: z.string() });
const apiError = z.object({ message: z.string() });

function causeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message || cause.name : String(cause);
}
