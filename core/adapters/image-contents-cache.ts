import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ImageContentsCache } from "../check/image/image-contents.ts";

/** `image-contents/<image id>.json` in nbdev's cache directory; may be deleted at any time. */
export class DiskImageContentsCache implements ImageContentsCache {
  readonly #folder: string;

  constructor(cacheDirectory: string) {
    this.#folder = join(cacheDirectory, "image-contents");
  }

  async read(imageId: string): Promise<string | undefined> {
    return readFile(this.#file(imageId), "utf8").catch(() => undefined);
  }

  /** Whole or not at all: another nbdev may read it at the same moment. */
  async write(imageId: string, text: string): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const written = `${this.#file(imageId)}.${process.pid}`;
    await writeFile(written, text);
    await rename(written, this.#file(imageId));
  }

  #file(imageId: string): string {
    return join(this.#folder, `${imageId.replace(/^sha256:/, "").replace(/[^0-9a-zA-Z]/g, "-")}.json`);
  }
}
