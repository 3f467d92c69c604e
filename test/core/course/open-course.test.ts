import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openCourse } from "../../../core/course/index.ts";
import { temporaryDirectory } from "../../support/directory.ts";

describe("openCourse", () => {
  it("takes the directory's name, lower-cased, and its one notebook", async () => {
    const root = await temporaryDirectory({ "Intro-1/a.ipynb": "{}" });
    await symlink(join(root, "Intro-1"), join(root, "link"));
    expect((await openCourse(join(root, "link"), {}, {})).course).toEqual({
      directory: join(root, "Intro-1"),
      name: "intro-1",
      imageRepository: "610119931565.dkr.ecr.us-east-1.amazonaws.com/ol-course-notebooks",
      notebooks: ["a.ipynb"],
      defaultNotebook: "a.ipynb",
      limits: { memory: 4_294_967_296, memoryGuarantee: 2_147_483_648, cpuGuarantee: 0.25 },
    });
  });

  it("takes name and notebook from nbdev.yaml, and chooses none of several by itself", async () => {
    const files = { "a.ipynb": "{}", "b.ipynb": "{}" };
    const named = await temporaryDirectory({ ...files, "nbdev.yaml": "course: Named\nnotebook: b.ipynb\n" });
    expect((await openCourse(named, {}, {})).course).toMatchObject({ name: "named", defaultNotebook: "b.ipynb" });
    expect((await openCourse(await temporaryDirectory(files), {}, {})).course.defaultNotebook).toBeUndefined();
  });

  it("refuses a default notebook that is not there, naming the one that was meant", async () => {
    const directory = await temporaryDirectory({ "A.ipynb": "{}", "nbdev.yaml": "notebook: a.ipynb" });
    await expect(openCourse(directory, {}, {})).rejects.toMatchObject({
      code: "NOTEBOOK_NOT_FOUND",
      hint: expect.stringContaining("A.ipynb"),
    });
  });

  it("refuses a folder whose name is no tag, unless another name is given", async () => {
    const directory = join(await temporaryDirectory(), "my course $(x)");
    await mkdir(directory);
    await expect(openCourse(directory, {}, {})).rejects.toMatchObject({ code: "COURSE_NAME_INVALID" });
    expect((await openCourse(directory, {}, { NBDEV_COURSE: "mine" })).course.name).toBe("mine");
  });

  it("refuses what is no directory", async () => {
    const root = await temporaryDirectory({ file: "" });
    for (const path of ["none", "file", "file/below"]) {
      await expect(openCourse(join(root, path), {}, {})).rejects.toMatchObject({ code: "COURSE_NOT_FOUND" });
    }
  });
});
