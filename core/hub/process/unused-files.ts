import { readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

const used = z.object({ files: z.string(), python: z.string() });

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
  const environments = (await entries(join(cache, "environments"))).filter((path) => /\/course-[^/]+$/.test(path));
  const removed = [...images, ...environments].filter((path) => !inUse.some((each) => each.startsWith(path)));
  let bytes = 0;
  for (const path of removed) {
    bytes += await bytesOf(path);
    await rm(path, { recursive: true, force: true });
  }
  return { removed, bytes };
}

async function pathsInUse(hubs: string): Promise<string[]> {
  const folders = (await entries(hubs)).map((hub) => join(hub, "images"));
  const descriptions = (await Promise.all(folders.map(entries))).flat();
  const texts = await Promise.all(descriptions.map((file) => readFile(file, "utf8")));
  return texts.flatMap((text) => Object.values(used.parse(JSON.parse(text))));
}

async function entries(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  return names.map((name) => join(folder, name));
}

async function bytesOf(path: string): Promise<number> {
  const below = await readdir(path, { recursive: true, withFileTypes: true });
  const files = below.filter((entry) => entry.isFile());
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(file.parentPath, file.name))).size));
  return sizes.reduce((all, size) => all + size, 0);
}
