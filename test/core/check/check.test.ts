import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DiskCourseFiles } from "../../../core/adapters/course-files.ts";
import { type CheckRequest, check } from "../../../core/check/index.ts";
import { unattendedTask } from "../../../core/progress/index.ts";
import { noCommands } from "../../support/commands.ts";
import { temporaryDirectory } from "../../support/directory.ts";

const run = (request: CheckRequest) =>
  check(request, { files: new DiskCourseFiles(), commands: noCommands }, unattendedTask());
const summary = async (request: CheckRequest) =>
  (await run(request)).diagnostics.map(({ code, path }) => `${code} ${path}`);
const notebook = '{"cells": [], "metadata": {}, "nbformat": 4}';
const moving = "FROM jupyter/scipy-notebook\nCOPY --chown=1000:100 . ./\n";

describe("check", () => {
  it("checks each course below, with paths from the directory that was asked for", async () => {
    const directory = await temporaryDirectory({
      "a/Dockerfile": moving,
      "a/x.ipynb": notebook,
      "b/Dockerfile": moving,
      "b/x.ipynb": notebook,
      "b/nbdev.yaml": "course: uai_source-uai.99\ncheck:\n  severity:\n    base-unpinned: off\n",
    });
    expect(await summary({ directory })).toEqual(["NB101 a/Dockerfile", "NB402 b/nbdev.yaml"]);
    expect(await summary({ directory, paths: [join(directory, "b")] })).toEqual(["NB402 b/nbdev.yaml"]);
    expect(await summary({ directory, rules: ["base-unpinned", "nb402"] })).toHaveLength(2);
    expect(await summary({ directory, rules: ["NB402"], course: "uai_source-uai.9" })).toEqual([]);
  });

  it("writes the fixes, one round after the other, and says which", async () => {
    const directory = await temporaryDirectory({
      Dockerfile: "FROM jupyter/scipy-notebook\nCOPY A.csv ./\n",
      "a.csv": "a\n",
    });
    const { fixed, diagnostics } = await run({ directory, fix: true });
    expect(fixed.map(({ code }) => code)).toEqual(["NB111"]);
    expect(diagnostics.map(({ code }) => code)).toEqual(["NB101"]);
    expect(await readFile(join(directory, "Dockerfile"), "utf8")).toContain("COPY a.csv ./");
  });

  it("accepts findings into a baseline and then reports only others", async () => {
    const directory = await temporaryDirectory({ Dockerfile: moving });
    const baseline = join(await temporaryDirectory(), "baseline.json");
    await run({ directory, writeBaseline: baseline });
    expect(await summary({ directory, baseline })).toEqual([]);
  });

  it("shows the line of a finding, in a file and in a cell", async () => {
    const cells =
      '{"cells": [{"cell_type": "code", "source": "import os\\nimport jax"}], "metadata": {}, "nbformat": 4}';
    const directory = await temporaryDirectory({ Dockerfile: moving, "x.ipynb": cells });
    const { diagnostics, sourceLine } = await run({ directory });
    expect(diagnostics.map(sourceLine)).toEqual(["FROM jupyter/scipy-notebook", "import jax"]);
  });

  it.each([
    [{ rules: ["NB999"] }, "RULE_UNKNOWN"],
    [{ baseline: "/does/not/exist.json" }, "BASELINE_INVALID"],
  ])("refuses %j", async (request, code) => {
    const directory = await temporaryDirectory({ Dockerfile: moving });
    await expect(run({ directory, ...request })).rejects.toMatchObject({ code });
  });

  it("refuses a nbdev.yaml that sets the severity of no rule", async () => {
    const directory = await temporaryDirectory({ "nbdev.yaml": "check: {severity: {NB999: off}}\n" });
    await expect(run({ directory })).rejects.toMatchObject({ code: "RULE_UNKNOWN" });
  });
});
