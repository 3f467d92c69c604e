import { describe, expect, it } from "vitest";
import { planEnvironment } from "../../../../core/hub/process/environment-plan.ts";
import { readWantedPackages } from "../../../../core/hub/process/requirement-files.ts";
import { temporaryDirectory } from "../../../support/directory.ts";

async function wanted(files: Record<string, string>, command = "pip install extra -r requirements.txt") {
  const { installs } = planEnvironment(`FROM quay.io/jupyter/base-notebook\nCOPY . .\nRUN ${command}\n`);
  return readWantedPackages(installs, await temporaryDirectory(files));
}

describe("what decides what a course's environment holds", () => {
  const files = {
    "requirements.txt": "numpy\n-r sub/more.txt\n-c limits.txt\n",
    "sub/more.txt": "# pandas\npandas\n-r deeper.txt\n",
    "sub/deeper.txt": "six\n-r ../requirements.txt\n",
    "limits.txt": "numpy<3\n",
  };

  it.each(Object.keys(files))("%s, named by the Dockerfile or by another file", async (name) => {
    const before = await wanted(files);
    const after = await wanted({ ...files, [name]: `${files[name as keyof typeof files]}scipy\n` });
    expect(after.texts).not.toEqual(before.texts);
    expect(after.texts.length).toBe(before.texts.length);
  });

  it("a file that is not there yet", async () => {
    const { "limits.txt": _, ...without } = files;
    expect((await wanted(without)).texts).not.toEqual((await wanted(files)).texts);
  });

  it("knows who asked for what, and on which line", async () => {
    expect((await wanted(files)).requirements).toEqual([
      { name: "extra", file: "Dockerfile", line: 3 },
      { name: "numpy", file: "requirements.txt", line: 1 },
      { name: "pandas", file: "sub/more.txt", line: 2 },
      { name: "numpy", file: "limits.txt", line: 1 },
      { name: "six", file: "sub/deeper.txt", line: 1 },
    ]);
  });

  it.each([
    ["pip install .", true],
    ["pip install -e ./pkg", true],
    ["pip install -r local.txt", true],
    ["pip install -r requirements.txt", false],
  ])("%s: the course's files decide too: %s", async (command, expected) => {
    expect((await wanted({ ...files, "local.txt": "-e ./pkg\n" }, command)).installsFiles).toBe(expected);
  });
});
