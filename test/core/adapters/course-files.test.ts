import { symlink, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DiskCourseFiles } from "../../../core/adapters/course-files.ts";
import { temporaryDirectory } from "../../support/directory.ts";

const files = new DiskCourseFiles();

describe("findCourses", () => {
  it("takes the directory itself when it has a Dockerfile, whatever is below", async () => {
    const directory = await temporaryDirectory({ Dockerfile: "", "a/Dockerfile": "", "a/x.ipynb": "{}" });
    expect(await files.findCourses(directory)).toEqual([directory]);
  });

  it("finds the courses below, and takes no Dockerfile without notebooks for one", async () => {
    const directory = await temporaryDirectory({
      "b/Dockerfile": "",
      "b/x.ipynb": "{}",
      "a/Dockerfile": "",
      "a/week/x.ipynb": "{}",
      "docker/Dockerfile": "",
      ".devcontainer/Dockerfile": "",
    });
    expect(await files.findCourses(directory)).toEqual([join(directory, "a"), join(directory, "b")]);
  });

  it("falls back to the directory itself", async () => {
    const directory = await temporaryDirectory({ "x.ipynb": "{}" });
    expect(await files.findCourses(directory)).toEqual([directory]);
  });
});

describe("read", () => {
  it("lists files with sizes and texts, one for all of a closed directory, and no symbolic link", async () => {
    const directory = await temporaryDirectory({
      "a.txt": "é",
      "d/b.txt": "b",
      ".git/objects/1": "x",
      ".git/HEAD": "x",
    });
    await symlink("/etc", join(directory, "link"));
    const read = await files.read(directory);
    expect([...read.keys()]).toEqual([".git/HEAD", "a.txt", "d/b.txt"]);
    expect([read.get("a.txt")?.size, read.get("a.txt")?.text()]).toEqual([2, "é"]);
  });

  it("takes off a byte order mark, and reads what PowerShell writes", async () => {
    const directory = await temporaryDirectory({ "a.txt": "\uFEFFnumpy\n" });
    await writeFile(join(directory, "b.txt"), Buffer.from("\uFEFFnumpy\r\n", "utf16le"));
    const read = await files.read(directory);
    expect([read.get("a.txt")?.text(), read.get("b.txt")?.text()]).toEqual(["numpy\n", "numpy\r\n"]);
  });

  it("gives a file another version when it was written again", async () => {
    const directory = await temporaryDirectory({ "a.txt": "1" });
    const version = async () => (await files.read(directory)).get("a.txt")?.version;
    const before = await version();
    await utimes(join(directory, "a.txt"), 1, 1);
    expect(await version()).not.toBe(before);
  });
});

describe("courseOf", () => {
  it.each([
    ["a/x.ipynb", "a"],
    ["a/week/1/2/3/deep.ipynb", "a"],
    ["a/.devcontainer/Dockerfile", "a"],
    ["b/nbdev.yaml", "b"],
    ["new/Dockerfile", "new"],
    ["docker/Dockerfile", undefined],
    ["x.ipynb", undefined],
    ["../outside.ipynb", undefined],
    [".hidden/Dockerfile", undefined],
    ["node_modules/c/Dockerfile", undefined],
    ["1/2/3/4/Dockerfile", undefined],
  ])("of %s is %s", async (path, course) => {
    const directory = await temporaryDirectory({
      "a/Dockerfile": "",
      "a/x.ipynb": "{}",
      "b/nbdev.yaml": "",
      "new/Dockerfile": "",
      "new/nbdev.yaml": "",
      "docker/Dockerfile": "",
      ".hidden/Dockerfile": "",
      ".hidden/x.ipynb": "{}",
      "node_modules/c/Dockerfile": "",
      "node_modules/c/x.ipynb": "{}",
      "1/2/3/4/Dockerfile": "",
      "1/2/3/4/x.ipynb": "{}",
    });
    const found = await files.courseOf(join(directory, path), directory);
    expect(found).toBe(course === undefined ? undefined : join(directory, course));
  });
});

describe("read of one path", () => {
  it("lists a file, a directory, the one file of a closed directory, or nothing", async () => {
    const directory = await temporaryDirectory({ "a.txt": "", "d/e/b.txt": "", "d/c.txt": "", ".venv/lib/x.py": "" });
    const paths = async (path: string) => [...(await files.read(directory, path)).keys()];
    expect(await paths("a.txt")).toEqual(["a.txt"]);
    expect(await paths("d")).toEqual(["d/c.txt", "d/e/b.txt"]);
    expect(await paths(".venv/lib/x.py")).toEqual([".venv/pyvenv.cfg"]);
    expect(await paths(".git")).toEqual([]);
    expect(await paths("gone/x")).toEqual([]);
  });
});
