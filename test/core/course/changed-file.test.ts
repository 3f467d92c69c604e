import { mkdir, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findChangedFile } from "../../../core/course/index.ts";
import { temporaryDirectory } from "../../support/directory.ts";

const built = "2026-01-01T12:00:00.000Z";
const write = async (directory: string, path: string, at: string) => {
  await mkdir(join(directory, path, ".."), { recursive: true });
  await writeFile(join(directory, path), "");
  await utimes(join(directory, path), new Date(at), new Date(at));
};

describe("what changed since a course's image was built", () => {
  it("names a file that was written later, in whatever folder", async () => {
    const directory = await temporaryDirectory();
    await write(directory, "Dockerfile", "2026-01-01T11:00:00Z");
    expect(await findChangedFile(directory, built)).toBeUndefined();
    await write(directory, "week1/intro.ipynb", "2026-01-01T12:00:01Z");
    expect(await findChangedFile(directory, built)).toBe("week1/intro.ipynb");
  });

  it("passes over what the build never sees, and what tools keep", async () => {
    const directory = await temporaryDirectory();
    await writeFile(join(directory, ".dockerignore"), "notes\n");
    await utimes(join(directory, ".dockerignore"), new Date(0), new Date(0));
    for (const path of ["notes/a.md", ".git/index", "node_modules/x/y.js", ".ipynb_checkpoints/a.ipynb"]) {
      await write(directory, path, "2026-01-01T13:00:00Z");
    }
    expect(await findChangedFile(directory, built)).toBeUndefined();
  });
});
