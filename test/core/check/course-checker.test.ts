import { rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DiskCourseFiles } from "../../../core/adapters/course-files.ts";
import { CourseChecker, type CourseFiles, type SnapshotFile } from "../../../core/check/index.ts";
import { temporaryDirectory } from "../../support/directory.ts";

const { signal } = new AbortController();
const disk = new DiskCourseFiles();
const base = "FROM quay.io/jupyter/scipy-notebook:2025-12-31\n";
const good = `${base}COPY --chown=1000:100 . ./\n`;
const notebook = (source: string) =>
  JSON.stringify({ cells: [{ cell_type: "code", source }], metadata: {}, nbformat: 4 });
const found = async (checker: CourseChecker) =>
  (await checker.check(signal)).diagnostics.map(({ code, path }) => `${code} ${path}`);

describe("unsaved texts", () => {
  it("win over the disk until they are forgotten", async () => {
    const directory = await temporaryDirectory({ Dockerfile: good, "a.ipynb": notebook("import numpy") });
    const checker = new CourseChecker(directory, disk);
    expect(await found(checker)).toEqual([]);
    checker.setText("a.ipynb", notebook("import jax"));
    expect(await found(checker)).toEqual(["NB301 a.ipynb"]);
    checker.forgetText("a.ipynb");
    expect(await found(checker)).toEqual([]);
  });

  it("of a file that is not on the disk do not count", async () => {
    const checker = new CourseChecker(await temporaryDirectory({ Dockerfile: good }), disk);
    checker.setText("requirements.txt", "os==1\n");
    expect(await found(checker)).toEqual([]);
  });

  it("of a notebook leave its outputs to the disk", async () => {
    const directory = await temporaryDirectory({ Dockerfile: good, "a.ipynb": notebook("x") });
    await truncate(join(directory, "a.ipynb"), 60_000_000);
    const checker = new CourseChecker(directory, disk);
    checker.setText("a.ipynb", notebook("1"));
    expect(await found(checker)).toEqual(["NB330 a.ipynb"]);
  });
});

describe("file events", () => {
  it("list only what they name, and read only what has another version", async () => {
    const texts = { Dockerfile: good, "a.ipynb": notebook("import numpy"), "week/b.ipynb": notebook("import scipy") };
    const directory = await temporaryDirectory(texts);
    const files = new Watched();
    const checker = new CourseChecker(directory, files);
    await found(checker);
    files.log.length = 0;
    await writeFile(join(directory, "a.ipynb"), notebook("import jax, numpy"));
    await checker.refresh(["a.ipynb"]);
    expect(await found(checker)).toEqual(["NB301 a.ipynb"]);
    expect(files.log).toEqual(["list a.ipynb", "read a.ipynb"]);
  });

  it("take the findings of a deleted or renamed folder away", async () => {
    const texts = { Dockerfile: good, "week/b.ipynb": notebook("import jax"), "weekly.ipynb": notebook("import flax") };
    const directory = await temporaryDirectory(texts);
    const checker = new CourseChecker(directory, disk);
    expect(await found(checker)).toEqual(["NB301 week/b.ipynb", "NB301 weekly.ipynb"]);
    await rm(join(directory, "week"), { recursive: true });
    await checker.refresh(["week"]);
    expect(await found(checker)).toEqual(["NB301 weekly.ipynb"]);
  });

  it("see a file that another one waits for", async () => {
    const directory = await temporaryDirectory({ Dockerfile: `${base}COPY requirements.txt ./\n` });
    const checker = new CourseChecker(directory, disk);
    expect(await found(checker)).toEqual(["NB110 Dockerfile"]);
    await writeFile(join(directory, "requirements.txt"), "plotly==6.0.0\n");
    await checker.refresh(["requirements.txt"]);
    expect(await found(checker)).toEqual(["NB120 Dockerfile"]);
  });

  it("list the whole course when there are very many", async () => {
    const files = new Watched();
    const checker = new CourseChecker(await temporaryDirectory({ Dockerfile: good }), files);
    await found(checker);
    await checker.refresh(Array.from({ length: 101 }, (_, number) => `data/${number}.csv`));
    expect(files.log.filter((line) => line.startsWith("list"))).toEqual(["list ", "list "]);
  });
});

describe("nbdev.yaml", () => {
  it("is checked itself, and while it is broken its last severities count", async () => {
    const settings = "check: { severity: { NB301: off } }\n";
    const directory = await temporaryDirectory({
      Dockerfile: good,
      "a.ipynb": notebook("import jax"),
      "nbdev.yaml": settings,
    });
    const checker = new CourseChecker(directory, disk);
    expect(await found(checker)).toEqual([]);
    checker.setText("nbdev.yaml", `${settings}hub: [\n`);
    expect(await found(checker)).toEqual(["NB403 nbdev.yaml"]);
    checker.setText("nbdev.yaml", "");
    expect(await found(checker)).toEqual(["NB301 a.ipynb"]);
  });
});

describe("large files", () => {
  it("are skipped, and said to be; what they might need is not called unused", async () => {
    const texts = { Dockerfile: good, "requirements.txt": "plotly==6.0.0\n", "a.ipynb": "", "data.json": "" };
    const directory = await temporaryDirectory({ ...texts, "b.ipynb": notebook("1") });
    await truncate(join(directory, "a.ipynb"), 5_000_001);
    await truncate(join(directory, "data.json"), 5_000_001);
    const { diagnostics, skipped } = await new CourseChecker(directory, disk).check(signal);
    expect(skipped).toEqual([{ path: "a.ipynb", size: 5_000_001 }]);
    expect(diagnostics.map(({ code }) => code)).not.toContain("NB302");
  });
});

it("stops when it is not wanted any more", async () => {
  const many = Array.from({ length: 60 }, (_, number) => [`${number}.ipynb`, notebook(`x = ${number}\n`.repeat(300))]);
  const checker = new CourseChecker(await temporaryDirectory({ Dockerfile: good, ...Object.fromEntries(many) }), disk);
  const wanted = new AbortController();
  const checking = checker.check(wanted.signal);
  wanted.abort();
  await expect(checking).rejects.toThrow(expect.objectContaining({ name: "AbortError" }));
});

/** The disk, with what was asked of it. */
class Watched extends DiskCourseFiles implements CourseFiles {
  readonly log: string[] = [];

  override async read(directory: string, path = ""): Promise<ReadonlyMap<string, SnapshotFile>> {
    this.log.push(`list ${path}`);
    const files = await super.read(directory, path);
    const text = (file: SnapshotFile) => () => {
      this.log.push(`read ${file.path}`);
      return file.text();
    };
    return new Map([...files].map(([name, file]) => [name, { ...file, text: text(file) }]));
  }
}
