import { createReadStream } from "node:fs";
import { chmod, mkdtemp, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import tar from "tar-fs";
import type { Host } from "../../host.ts";
import type { ChartDownloads } from "../../hub/kind/chart.ts";
import type { ToolDownloads, ToolName } from "../../hub/kind/tools.ts";
import type { TaskContext } from "../../progress/index.ts";
import { downloadUrl, versions } from "../../versions.ts";
import type { Authorities } from "../authorities.ts";
import { exists } from "../exists.ts";
import { KnownDigests, sha256Of } from "./digests.ts";
import { fetchFile, type Network } from "./fetch-file.ts";

/** Pinned downloads, kept in the cache directory; a cached copy's digest is checked again before each use. */
export class PinnedDownloads implements ToolDownloads, ChartDownloads {
  readonly #host: Host;
  readonly #network: Network;
  readonly #digests: KnownDigests;

  constructor(host: Host, authorities: Authorities) {
    this.#host = host;
    this.#network = { env: host.env, authorities };
    this.#digests = new KnownDigests(host.directories.state);
  }

  async fetch(tool: ToolName, task: TaskContext): Promise<string> {
    const url = downloadUrl(versions[tool], goNames(this.#host));
    const file = await this.#download(url, task);
    const program = url.endsWith(".tar.gz") ? await this.#unpack(file, tool) : file;
    await chmod(program, 0o755);
    return program;
  }

  fetchChart(version: string, task: TaskContext): Promise<string> {
    return this.#download(downloadUrl({ url: versions.chart.url, version }), task);
  }

  async #download(url: string, task: TaskContext): Promise<string> {
    const path = join(this.#host.directories.cache, "downloads", encodeURIComponent(url.replace(/^https:\/\//, "")));
    if (!(await exists(path))) await fetchFile(url, path, this.#network, task);
    try {
      await this.#digests.check(url, await sha256Of(path));
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    }
    return path;
  }

  /** Unpacked anew from the checked archive each time, so that what runs is what was checked. */
  async #unpack(archive: string, tool: ToolName): Promise<string> {
    const folder = await mkdtemp(`${archive}-`);
    const only = (name: string) => !name.endsWith(`/${tool}`);
    await pipeline(createReadStream(archive), createGunzip(), tar.extract(folder, { strip: 1, ignore: only }));
    const program = `${archive}.${tool}`;
    await rename(join(folder, tool), program);
    await rm(folder, { recursive: true, force: true });
    return program;
  }
}

function goNames(host: Pick<Host, "platform" | "architecture">): { platform: string; architecture: string } {
  return { platform: host.platform, architecture: host.architecture === "x64" ? "amd64" : host.architecture };
}
