import { readdir, readFile, readlink, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { digestFiles, layOut, writeFiles } from "../../../../core/hub/process/course-files.ts";
import { planEnvironment } from "../../../../core/hub/process/environment-plan.ts";
import { temporaryDirectory } from "../../../support/directory.ts";

const base = "FROM quay.io/jupyter/base-notebook:2025-12-31\n";

async function laidOut(files: Record<string, string>, ...lines: string[]): Promise<Record<string, string>> {
  const course = await temporaryDirectory(files);
  const found = await layOut(course, planEnvironment(`${base}${lines.join("\n")}\n`));
  return Object.fromEntries(found.map(({ source, target }) => [target, source]));
}

describe("what COPY lays out", () => {
  const files = { "a.ipynb": "", "b.ipynb": "", "data/x.csv": "", "data/deep/y.csv": "", "notes.txt": "" };

  it.each([
    ["COPY a.ipynb ./", { "a.ipynb": "a.ipynb" }],
    ["COPY a.ipynb intro.ipynb", { "intro.ipynb": "a.ipynb" }],
    ["COPY *.ipynb nb/", { "nb/a.ipynb": "a.ipynb", "nb/b.ipynb": "b.ipynb" }],
    ["COPY data ./", { "x.csv": "data/x.csv", "deep/y.csv": "data/deep/y.csv" }],
    ["COPY data data", { "data/x.csv": "data/x.csv", "data/deep/y.csv": "data/deep/y.csv" }],
    ["COPY dat* d/", { "d/x.csv": "data/x.csv", "d/deep/y.csv": "data/deep/y.csv" }],
    ["COPY ../a.ipynb ./", { "a.ipynb": "a.ipynb" }],
    ["COPY /a.ipynb ./", { "a.ipynb": "a.ipynb" }],
    ["COPY a.ipynb x.ipynb\nCOPY b.ipynb x.ipynb", { "x.ipynb": "b.ipynb" }],
    ["COPY missing ./", {}],
  ])("%s", async (line, expected) => {
    expect(await laidOut(files, line)).toEqual(expected);
  });

  it("is what .dockerignore leaves, exceptions included; Dockerfile.dockerignore wins", async () => {
    const ignoring = { ...files, ".dockerignore": "**/*.csv\n!data/x.csv\nDockerfile\n.dockerignore\nnotes.*\n" };
    expect(Object.keys(await laidOut(ignoring, "COPY . ."))).toEqual(["a.ipynb", "b.ipynb", "data/x.csv"]);
    const both = { ...ignoring, "Dockerfile.dockerignore": "*\n!a.ipynb\n" };
    expect(Object.keys(await laidOut(both, "COPY . ."))).toEqual(["a.ipynb"]);
  });

  it("keeps links, also those that lead nowhere or out of the course", async () => {
    const course = await temporaryDirectory({ "a.txt": "a" });
    await symlink("a.txt", join(course, "link"));
    await symlink("/nowhere/at/all", join(course, "dangling"));
    const found = await layOut(course, planEnvironment(`${base}COPY . .\n`));
    const before = await digestFiles(course, found);
    const folder = join(await temporaryDirectory(), "images/1");
    await writeFiles(course, found, folder);
    expect((await readdir(folder)).sort()).toEqual(["a.txt", "dangling", "link"]);
    expect(await readlink(join(folder, "dangling"))).toBe("/nowhere/at/all");
    expect(await digestFiles(course, found)).toBe(before);
  });

  it("leaves nothing half-made when a file cannot be copied", async () => {
    const course = await temporaryDirectory({ "a.txt": "a" });
    const images = join(await temporaryDirectory(), "images");
    const files = [
      { source: "a.txt", target: "a.txt" },
      { source: "gone.txt", target: "gone.txt" },
    ];
    await expect(writeFiles(course, files, join(images, "1"))).rejects.toThrow("ENOENT");
    expect(await readdir(images)).toEqual([]);
    await writeFiles(course, files.slice(0, 1), join(images, "1"));
    expect(await readFile(join(images, "1/a.txt"), "utf8")).toBe("a");
  });
});
