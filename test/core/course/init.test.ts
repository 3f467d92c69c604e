import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { initCourse, settingsTemplate } from "../../../core/course/index.ts";
import { temporaryDirectory } from "../../support/directory.ts";

describe("initCourse", () => {
  it("writes the template, and never over a file that is there", async () => {
    const directory = await temporaryDirectory();
    const { file } = await initCourse({ directory, print: false });
    expect(await readFile(file, "utf8")).toBe(settingsTemplate);

    const taken = await temporaryDirectory({ "nbdev.yaml": "course: mine\n" });
    await expect(initCourse({ directory: taken, print: false })).rejects.toMatchObject({ code: "SETTINGS_EXIST" });
    expect(await readFile(join(taken, "nbdev.yaml"), "utf8")).toBe("course: mine\n");
  });

  it("only returns the text when it shall be printed, and needs a directory otherwise", async () => {
    const directory = join(await temporaryDirectory(), "none");
    expect((await initCourse({ directory, print: true })).text).toBe(settingsTemplate);
    await expect(initCourse({ directory, print: false })).rejects.toMatchObject({ code: "COURSE_NOT_FOUND" });
  });
});
