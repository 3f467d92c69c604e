import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import type { Readable } from "node:stream";
import ignore from "@balena/dockerignore";
import tar from "tar-fs";

/**
 * The course directory as `docker build` would send it: a tar stream without what `.dockerignore` names, owned by root.
 * The Dockerfile is always in it. Nothing of a file is held in memory beyond the stream's buffer; a file that cannot be
 * read is an `error` of the stream.
 */
export async function openBuildContext(directory: string): Promise<Readable> {
  const included = await includedPaths(directory, await readRules(directory));
  return tar.pack(directory, {
    ignore: (path) => path !== directory && !included.has(relative(directory, path)),
    map: (header) => ({ ...header, uid: 0, gid: 0 }),
    strict: false,
  }) as unknown as Readable;
}

/** Relative paths of the context; a directory is in it for its own sake or for what is below it. */
async function includedPaths(directory: string, text: string): Promise<ReadonlySet<string>> {
  const rules = ignore({ ignorecase: false }).add(text);
  const hasExceptions = /^\s*!/m.test(text);
  const included = new Set(["Dockerfile", ".dockerignore"]);
  const addWithParents = (path: string) => {
    for (let part = path; part !== "" && !included.has(part); part = part.slice(0, Math.max(part.lastIndexOf("/"), 0)))
      included.add(part);
  };
  const collect = async (folder: string): Promise<void> => {
    for (const entry of await readdir(join(directory, folder), { withFileTypes: true })) {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      const ignored = rules.ignores(path);
      if (!ignored) addWithParents(path);
      // An ignored directory may be unreadable, or huge: it is entered only where an exception may bring back its files.
      if (entry.isDirectory() && (!ignored || hasExceptions)) await collect(path);
    }
  };
  await collect("");
  return included;
}

/** `Dockerfile.dockerignore` wins over `.dockerignore`, as in BuildKit. */
async function readRules(directory: string): Promise<string> {
  for (const name of ["Dockerfile.dockerignore", ".dockerignore"]) {
    const text = await readFile(join(directory, name), "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return undefined;
      throw error;
    });
    if (text !== undefined) return text.replace(/^\uFEFF/, "");
  }
  return "";
}
