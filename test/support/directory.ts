import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

/** A real directory with these files, gone when the test ends; its path has no symbolic links. */
export async function temporaryDirectory(files: Record<string, string> = {}): Promise<string> {
  const directory = await realpath(await mkdtemp(join(tmpdir(), "nbdev-test-")));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), text);
  }
  return directory;
}
