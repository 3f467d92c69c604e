import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { NbdevError } from "../../errors/index.ts";
import { pinnedDigests } from "../../versions.ts";

/** The sha256 of a file's bytes, read as a stream. */
export async function sha256Of(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

/**
 * What a download's digest must be: the one pinned in core/versions.ts, else the one recorded when it was first
 * downloaded here. A change is refused with DOWNLOAD_CORRUPT.
 */
export class KnownDigests {
  readonly #file: string;

  constructor(stateDirectory: string) {
    this.#file = join(stateDirectory, "digests.json");
  }

  async check(url: string, actual: string): Promise<void> {
    const recorded = await this.#recorded();
    const expected = pinnedDigests[url] ?? recorded[url];
    if (expected === actual) return;
    if (expected !== undefined) throw new NbdevError("DOWNLOAD_CORRUPT", { url, expected, actual });
    await mkdir(dirname(this.#file), { recursive: true, mode: 0o700 });
    const next = `${this.#file}.${process.pid}`;
    await writeFile(next, JSON.stringify({ ...recorded, [url]: actual }, undefined, 2));
    await rename(next, this.#file);
  }

  async #recorded(): Promise<Record<string, string>> {
    try {
      return z.record(z.string(), z.string()).parse(JSON.parse(await readFile(this.#file, "utf8")));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
      throw error;
    }
  }
}
