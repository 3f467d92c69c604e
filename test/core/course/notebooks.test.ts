import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findNotebooks, resolveNotebook } from "../../../core/course/index.ts";
import { temporaryDirectory } from "../../support/directory.ts";

describe("findNotebooks", () => {
  it("finds notebooks in order, and none of a tool's or a checkpoint's", async () => {
    const kept = ["b.ipynb", "a/z.ipynb", "a/A.ipynb", "with space & #.ipynb", "Ünï.ipynb"];
    const left = [
      ".ipynb_checkpoints/b-checkpoint.ipynb",
      ".hidden.ipynb",
      "node_modules/x/n.ipynb",
      ".venv/lib/v.ipynb",
      "venv/v.ipynb",
      "upper.IPYNB",
      "notes.txt",
    ];
    const directory = await temporaryDirectory(Object.fromEntries([...kept, ...left].map((path) => [path, "{}"])));
    await symlink(directory, join(directory, "loop"));
    expect(await findNotebooks(directory)).toEqual([...kept].sort());
  });
});

describe("resolveNotebook", () => {
  const course = { directory: "/c", notebooks: ["week1/Intro.ipynb", "week2/lab #1.ipynb"] };

  it("returns the notebook of exactly that name", () => {
    expect(resolveNotebook(course, "week2/lab #1.ipynb")).toBe("week2/lab #1.ipynb");
  });

  it.each([
    ["week1/intro.ipynb", "week1/Intro.ipynb"],
    ["Intro.ipynb", "week1/Intro.ipynb"],
    ["WEEK9/LAB #1.ipynb", "week2/lab #1.ipynb"],
  ])("for %j suggests %j", (asked, similar) => {
    expect(() => resolveNotebook(course, asked)).toThrow(
      expect.objectContaining({ code: "NOTEBOOK_NOT_FOUND", hint: expect.stringContaining(JSON.stringify(similar)) }),
    );
  });

  it("suggests nothing where nothing is alike", () => {
    expect(() => resolveNotebook(course, `${"x".repeat(255)}.ipynb`)).toThrow(
      expect.objectContaining({ code: "NOTEBOOK_NOT_FOUND", hint: expect.not.stringContaining("Did you mean") }),
    );
  });

  it.each([
    ["a{b}.ipynb", "500"],
    ["a.IPYNB", "lower case"],
    ["a.py", "does not end"],
    ["", "does not end"],
    ["../a.ipynb", '".."'],
    ["x/../a.ipynb", '".."'],
    ["./a.ipynb", '"."'],
    ["a//b.ipynb", "empty folder name"],
    ["a\nb.ipynb", "line break"],
    ["/etc/a.ipynb", "absolute"],
    ["C:\\a.ipynb", "absolute"],
    ["week1\\a.ipynb", '"/"'],
  ])("refuses %j and says why", (asked, reason) => {
    expect(() => resolveNotebook({ ...course, notebooks: [asked] }, asked)).toThrow(
      expect.objectContaining({ code: "NOTEBOOK_NAME_INVALID", message: expect.stringContaining(reason) }),
    );
  });
});
