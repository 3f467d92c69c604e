import { cp, mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";
import { repository } from "./build-suite.ts";

/** A copy of images/hello with these files over it, gone when the test file ends. */
export async function courseFolder(files: Readonly<Record<string, string>> = {}): Promise<string> {
  const course = await folderOf(files, "course");
  await cp(join(repository, "images/hello"), course, { recursive: true, force: false });
  return course;
}

/** A folder with these files alone. */
export async function folderOf(files: Readonly<Record<string, string>>, name = "folder"): Promise<string> {
  const parent = await realpath(await mkdtemp(join(tmpdir(), "nbdev-vscode-")));
  afterAll(() => rm(parent, { recursive: true, force: true, maxRetries: 5 }));
  const folder = join(parent, name);
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text, { mode: text.startsWith("#!") ? 0o755 : 0o644 });
  }
  return folder;
}
