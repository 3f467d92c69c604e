import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import type { Readable } from "node:stream";
import ignore from "@balena/dockerignore";
import tar from "tar-fs";

/**
 * The course directory as `docker build` would send it: a tar stream without what `.dockerignore` names, owned by root.
 * The Dockerfile is always in it. Nothing of a file is held in memory beyond the stream's buffer.
 */
export async function openBuildContext(directory: string): Promise<Readable> {
  const included = await includedPaths(directory);
  return tar.pack(directory, {
    ignore: (path) => path !== directory && !included.has(relative(directory, path)),
    map: (header) => ({ ...header, uid: 0, gid: 0 }),
    strict: false,
  }) as unknown as Readable;
}

/** Relative paths of the context; a directory is in it for its own sake or for what is below it. */
async function includedPaths(directory: string): Promise<ReadonlySet<string>> {
  const rules = ignore({ ignorecase: false }).add(await readRules(directory));
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const included = new Set(["Dockerfile", ".dockerignore"]);
  for (const entry of entries) {
    const path = relative(directory, join(entry.parentPath, entry.name));
    if (rules.ignores(path)) continue;
    included.add(path);
    for (let parent = path; parent.includes(sep); included.add(parent))
      parent = parent.slice(0, parent.lastIndexOf(sep));
  }
  return included;
}

/** `Dockerfile.dockerignore` wins over `.dockerignore`, as in BuildKit. */
async function readRules(directory: string): Promise<string> {
  for (const name of ["Dockerfile.dockerignore", ".dockerignore"]) {
    const text = await readFile(join(directory, name), "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return undefined;
      throw error;
    });
    if (text !== undefined) return text;
  }
  return "";
}
