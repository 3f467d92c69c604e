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
import { downloadUrl, versions } from "../../../core/versions.ts";
import { temporaryDirectory } from "../../support/directory.ts";

const network = { env: {}, authorities: async () => undefined };

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

  it.each(["kind", "helm"] as const)("of %s is pinned on every platform that nbdev runs on", async (tool) => {
    for (const platform of ["linux", "darwin"]) {
      for (const architecture of ["amd64", "arm64"]) {
        const url = downloadUrl(versions[tool], { platform, architecture });
        const check = new KnownDigests(await temporaryDirectory()).check(url, "0".repeat(64));
        await expect(check).rejects.toMatchObject({ code: "DOWNLOAD_CORRUPT" });
      }
    }
  });

  it("that is pinned is not learned from what came down first", async () => {
    const { downloads, cache } = await machineWith(
      downloadUrl(versions.kind, { platform: "linux", architecture: "amd64" }),
    );
    await expect(downloads.fetch("kind", unattendedTask())).rejects.toMatchObject({ code: "DOWNLOAD_CORRUPT" });
    expect(await readdir(cache)).toEqual([]);
  });

  it("is checked before each run: a cached copy that was changed is refused and removed", async () => {
    const { downloads, cache, cached } = await machineWith(downloadUrl({ ...versions.chart, version: "4.4.0" }));
    expect(await downloads.fetchChart("4.4.0", unattendedTask())).toBe(cached);
    await writeFile(cached, "somebody else's");
    await expect(downloads.fetchChart("4.4.0", unattendedTask())).rejects.toMatchObject({ code: "DOWNLOAD_CORRUPT" });
    expect(await readdir(cache)).toEqual([]);
  });
});

/** A machine that has something in its cache under this URL already. */
async function machineWith(url: string) {
  const home = await temporaryDirectory();
  const env = { NBDEV_CACHE_DIR: join(home, "cache"), NBDEV_STATE_DIR: join(home, "state") };
  const host = { ...hostFromProcess(process.cwd(), env), platform: "linux" as const, architecture: "x64" };
  const cache = join(home, "cache/downloads");
  const cached = join(cache, encodeURIComponent(url.replace("https://", "")));
  await mkdir(cache, { recursive: true });
  await writeFile(cached, "whatever came");
  return { downloads: new PinnedDownloads(host, network.authorities), cache, cached };
}
