import { createHash } from "node:crypto";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { KnownDigests } from "../../../core/adapters/downloads/digests.ts";
import { fetchFile } from "../../../core/adapters/downloads/fetch-file.ts";
import { PinnedDownloads } from "../../../core/adapters/downloads/pinned-downloads.ts";
import { hostFromProcess } from "../../../core/adapters/host.ts";
import { unattendedTask } from "../../../core/progress/index.ts";
import { versions } from "../../../core/versions.ts";
import { temporaryDirectory } from "../../support/directory.ts";

const network = { env: {}, caBundle: undefined };

async function serve(answer: (response: ServerResponse) => void): Promise<string> {
  const server = createServer((_request, response) => answer(response)).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/kind`;
}

async function closedPort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe("a download", () => {
  it("appears whole, with the digest of its bytes", async () => {
    const folder = await temporaryDirectory();
    const url = await serve((response) => response.end("a tool"));
    const digest = await fetchFile(url, join(folder, "kind"), network, unattendedTask());
    expect(digest).toBe(createHash("sha256").update("a tool").digest("hex"));
    expect(await readdir(folder)).toEqual(["kind"]);
  });

  it.each([
    ["is not there", (response: ServerResponse) => response.writeHead(404).end(), /answered 404/],
    [
      "is cut off",
      (response: ServerResponse) => {
        response.writeHead(200, { "content-length": "1000" }).write("half");
        setTimeout(() => response.destroy(), 20);
      },
      /kind: .+\./,
    ],
  ])("that %s is DOWNLOAD_FAILED and leaves nothing", async (_case, answer, message) => {
    const folder = await temporaryDirectory();
    const url = await serve(answer);
    const fetching = fetchFile(url, join(folder, "kind"), network, unattendedTask());
    await expect(fetching).rejects.toMatchObject({ code: "DOWNLOAD_FAILED", message: expect.stringMatching(message) });
    expect(await readdir(folder)).toEqual([]);
  });

  it("from a host that cannot be reached says so", async () => {
    const fetching = fetchFile(
      `http://127.0.0.1:${await closedPort()}/kind`,
      join(await temporaryDirectory(), "kind"),
      network,
      unattendedTask(),
    );
    await expect(fetching).rejects.toMatchObject({
      code: "DOWNLOAD_FAILED",
      message: expect.stringContaining("ECONNREFUSED"),
    });
  });
});

describe("a digest", () => {
  it("is recorded on first use, and a change is refused", async () => {
    const state = await temporaryDirectory();
    await new KnownDigests(state).check("https://tools.test/kind", "aaa");
    await new KnownDigests(state).check("https://tools.test/kind", "aaa");
    await expect(new KnownDigests(state).check("https://tools.test/kind", "bbb")).rejects.toMatchObject({
      code: "DOWNLOAD_CORRUPT",
      message: "https://tools.test/kind has the digest bbb, not aaa. It was not used.",
    });
  });

  it("is checked before each run: a cached copy that was changed is refused and removed", async () => {
    const home = await temporaryDirectory();
    const env = { NBDEV_CACHE_DIR: join(home, "cache"), NBDEV_STATE_DIR: join(home, "state") };
    const host = { ...hostFromProcess(process.cwd(), env), platform: "linux" as const, architecture: "x64" };
    const url = versions.kind.url
      .replace("{version}", versions.kind.version)
      .replace("{platform}", "linux")
      .replace("{architecture}", "amd64");
    const folder = join(home, "cache/downloads");
    await mkdir(folder, { recursive: true });
    const cached = join(folder, encodeURIComponent(url.replace("https://", "")));
    await writeFile(cached, "the real one");
    const downloads = new PinnedDownloads(host, undefined);
    expect(await downloads.fetch("kind", unattendedTask())).toBe(cached);
    await writeFile(cached, "somebody else's");
    await expect(downloads.fetch("kind", unattendedTask())).rejects.toMatchObject({ code: "DOWNLOAD_CORRUPT" });
    expect(await readdir(folder)).toEqual([]);
  });
});
