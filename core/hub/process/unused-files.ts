import { readdir, readFile, realpath, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { z } from "zod";

const used = z.object({ files: z.string(), python: z.string() });
/** The name of an environment (environment-cache.ts): a link. What stands behind it, or is being made, has a longer one. */
const courseEnvironment = /^course-[0-9a-f]+$/;

/**
 * Removes what no hub of this user starts servers from: laid-out files and courses' environments of older builds. The
 * hubs of other courses, running or stopped, keep theirs.
 */
export async function removeUnusedFiles(
  cache: string,
  hubs: string,
): Promise<{ readonly removed: string[]; readonly bytes: number }> {
  const inUse = await pathsInUse(hubs);
  const images = await entries(join(cache, "images"));
  const environments = await entries(join(cache, "environments"));
  const named = environments.filter((path) => courseEnvironment.test(basename(path)));
  const removed = [...images, ...named].filter((path) => !inUse.has(path));
  let bytes = 0;
  for (const path of removed) {
    const folder = await realpath(path).catch(() => undefined); // undefined: a link whose folder is gone
    if (folder !== undefined) bytes += await bytesOf(folder);
    await rm(path, { recursive: true, force: true });
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }
  return { removed, bytes };
}

/** Folders of files, and environments by their names, of every delivered course. */
async function pathsInUse(hubs: string): Promise<ReadonlySet<string>> {
  const folders = (await entries(hubs)).map((hub) => join(hub, "images"));
  const descriptions = (await Promise.all(folders.map(entries))).flat();
  const texts = await Promise.all(descriptions.map((file) => readFile(file, "utf8")));
  const parsed = texts.map((text) => used.parse(JSON.parse(text)));
  return new Set(parsed.flatMap(({ files, python }) => [files, dirname(dirname(python))]));
}

async function entries(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  return names.map((name) => join(folder, name));
}

async function bytesOf(folder: string): Promise<number> {
  const below = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = below.filter((entry) => entry.isFile());
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(file.parentPath, file.name))).size));
  return sizes.reduce((all, size) => all + size, 0);
}
