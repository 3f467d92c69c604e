import { mkdir, readdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { removeUnusedFiles } from "../../../../core/hub/process/unused-files.ts";
import { temporaryDirectory } from "../../../support/directory.ts";

/** A cache as builds leave it: environments by links (environment-cache.ts), files by their digest. */
async function cacheWith(courses: readonly string[]): Promise<string> {
  const cache = await temporaryDirectory();
  const environments = join(cache, "environments");
  for (const name of ["hub-0", ...courses.map((course) => `course-${course}`)]) {
    await mkdir(join(environments, `${name}.made`, "bin"), { recursive: true });
    await writeFile(join(environments, `${name}.made`, "bin/python"), "1234567890");
    await symlink(`${name}.made`, join(environments, name));
  }
  for (const course of courses) {
    await mkdir(join(cache, "images", course), { recursive: true });
    await writeFile(join(cache, "images", course, "a.ipynb"), "12345");
  }
  return cache;
}

async function hubOf(hubs: string, cache: string, course: string): Promise<void> {
  const folder = join(hubs, `hub-of-${course}`, "images");
  await mkdir(folder, { recursive: true });
  const python = join(cache, "environments", `course-${course}`, "bin/python");
  await writeFile(join(folder, "intro.json"), JSON.stringify({ python, files: join(cache, "images", course) }));
}

test("prune takes old builds, and spares every hub's environment with the folder behind its name", async () => {
  const [cache, hubs] = [await cacheWith(["aa", "bb", "cc"]), await temporaryDirectory()];
  await hubOf(hubs, cache, "aa");
  await hubOf(hubs, cache, "bb");
  await mkdir(join(cache, "environments/course-dd.being-made"));
  const { removed, bytes } = await removeUnusedFiles(cache, hubs);
  expect(removed.sort()).toEqual([join(cache, "environments/course-cc"), join(cache, "images/cc")]);
  expect(bytes).toBe(15);
  const kept = ["course-aa", "course-aa.made", "course-bb", "course-bb.made", "course-dd.being-made"];
  expect((await readdir(join(cache, "environments"))).sort()).toEqual([...kept, "hub-0", "hub-0.made"]);
  expect((await readdir(join(cache, "images"))).sort()).toEqual(["aa", "bb"]);
});

test("prune of nothing removes nothing, and a link to nowhere goes", async () => {
  const [cache, hubs] = [await temporaryDirectory(), await temporaryDirectory()];
  expect(await removeUnusedFiles(cache, hubs)).toEqual({ removed: [], bytes: 0 });
  await mkdir(join(cache, "environments"));
  await symlink("gone", join(cache, "environments/course-ee"));
  expect(await removeUnusedFiles(cache, hubs)).toMatchObject({ bytes: 0 });
  expect(await readdir(join(cache, "environments"))).toEqual([]);
});
