import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CourseChecker, DiskCourseFiles } from "../../../core/index.ts";
import { WatchedCourse } from "../../../extension/diagnostics/watched-course.ts";
import { temporaryDirectory } from "../../support/directory.ts";

const dockerfile = "FROM quay.io/jupyter/scipy-notebook:2025-12-31\nCOPY --chown=1000:100 . ./\n";
const notebook = (source: string) =>
  JSON.stringify({ cells: [{ cell_type: "code", source }], metadata: {}, nbformat: 4 });

describe("a watched course", () => {
  it("reports without being asked, then after each edit, and takes back what was put right", async () => {
    const { course, reports } = await watch({ Dockerfile: dockerfile, "a.ipynb": notebook("import jax") });
    await course.settle();
    course.edited("a.ipynb", () => notebook("import numpy"));
    await course.settle();
    course.closed("a.ipynb");
    await course.settle();
    expect(reports).toEqual([["NB301 a.ipynb"], [], ["NB301 a.ipynb"]]);
  });

  it("asks for the text of many edits once", async () => {
    const { course } = await watch({ Dockerfile: dockerfile });
    let asked = 0;
    const text = () => {
      asked++;
      return dockerfile;
    };
    for (let edit = 0; edit < 10; edit++) course.edited("Dockerfile", text);
    await course.settle();
    expect(asked).toBe(1);
  });

  it("follows a folder that is renamed, and one that is deleted", async () => {
    const files = { Dockerfile: dockerfile, "week/a.ipynb": notebook("import jax") };
    const { course, directory, reports } = await watch(files);
    await course.settle();
    await rename(join(directory, "week"), join(directory, "weeks"));
    course.changedOnDisk("week");
    course.changedOnDisk("weeks");
    await course.settle();
    await rm(directory, { recursive: true });
    course.changedOnDisk("");
    await course.settle();
    expect(reports).toEqual([["NB301 week/a.ipynb"], ["NB301 weeks/a.ipynb"], []]);
    await mkdir(directory); // for the end of the test, which removes it
  });

  it("takes no notice of what tools write into their folders", async () => {
    const { course, directory, reports } = await watch({ Dockerfile: dockerfile, ".git/index": "" });
    await course.settle();
    const before = reports.length;
    await writeFile(join(directory, ".git/index.lock"), "");
    for (const path of [".git/index.lock", "week/.ipynb_checkpoints/a.ipynb", ".venv/lib/x.py"])
      course.changedOnDisk(path);
    await course.settle();
    expect(reports.length).toBe(before);
  });

  it("tells of a disk that cannot be read, and tries again", async () => {
    const files = new Failing();
    const { course, reports, failures } = await watch({ Dockerfile: dockerfile }, files);
    await course.settle();
    files.fails = true;
    course.changedOnDisk("requirements.txt");
    await course.settle();
    files.fails = false;
    course.edited("Dockerfile", () => `${dockerfile}USER root\n`);
    await course.settle();
    expect(failures).toEqual([new Error("EACCES")]);
    expect(reports.at(-1)).toEqual(["NB140 Dockerfile"]);
    expect(files.listed.at(-1)).toBe("requirements.txt");
  });
});

class Failing extends DiskCourseFiles {
  fails = false;
  readonly listed: string[] = [];

  override async read(directory: string, path = "") {
    if (this.fails) throw new Error("EACCES");
    this.listed.push(path);
    return super.read(directory, path);
  }
}

async function watch(texts: Record<string, string>, files = new DiskCourseFiles()) {
  const directory = await temporaryDirectory(texts);
  const reports: string[][] = [];
  const failures: unknown[] = [];
  const course = new WatchedCourse(
    new CourseChecker(directory, files),
    {
      findings: ({ diagnostics }) => reports.push(diagnostics.map(({ code, path }) => `${code} ${path}`)),
      failed: (error) => failures.push(error),
    },
    60_000,
  );
  return { course, directory, reports, failures };
}
