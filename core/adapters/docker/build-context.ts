import { relative } from "node:path";
import type { Readable } from "node:stream";
import tar from "tar-fs";
import { readBuildContext } from "../../image/index.ts";

/**
 * The course directory as `docker build` would send it: a tar stream without what `.dockerignore` names, owned by root.
 * The Dockerfile is always in it. Nothing of a file is held in memory beyond the stream's buffer; a file that cannot be
 * read is an `error` of the stream.
 */
export async function openBuildContext(directory: string): Promise<Readable> {
  const { sent } = await readBuildContext(directory);
  return tar.pack(directory, {
    ignore: (path) => path !== directory && !sent.has(relative(directory, path)),
    map: (header) => ({ ...header, uid: 0, gid: 0 }),
    strict: false,
  }) as unknown as Readable;
}
