import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type BuiltCli, buildCli } from "../support/built-cli.ts";
import { temporaryDirectory } from "../support/directory.ts";
import { sarifLog } from "../support/sarif.ts";

const notebook = '{"cells": [], "metadata": {}, "nbformat": 4}';
const good = {
  Dockerfile: "FROM quay.io/jupyter/scipy-notebook:2025-12-31\nCOPY --chown=1000:100 . ./\n",
  "a.ipynb": notebook,
};
const warned = { ...good, Dockerfile: good.Dockerfile.replace("2025-12-31", "latest") };
const broken = { ...good, Dockerfile: good.Dockerfile.replace("\n", "\nRUN pip install numpy>=2\n") };

/** `nbdev check` as CI and an author's terminal run it: the built program, a real directory, its exit code. */
describe("the built nbdev check", { timeout: 120_000 }, () => {
  let built: BuiltCli;
  beforeAll(async () => {
    built = await buildCli();
  });
  afterAll(() => built.remove());

  const check = async (files: Record<string, string>, ...flags: string[]) => {
    const directory = await temporaryDirectory(files);
    return { directory, ...(await built.nbdev(["check", ...flags], directory)) };
  };

  it("ends with 0 without findings, and with warnings; 1 with errors; 2 where it could not run", async () => {
    expect(await check(good)).toMatchObject({
      exitCode: 0,
      stdout: "1 course checked: 0 errors, 0 warnings.",
      stderr: "",
    });
    expect(await check(warned)).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("warning NB101") });
    expect(await check(broken)).toMatchObject({ exitCode: 1, stdout: expect.stringContaining("error NB123") });
    expect(await check(good, "no/such/path")).toMatchObject({
      exitCode: 2,
      stdout: "",
      stderr: expect.stringContaining("CHECK_PATH_MISSING"),
    });
    expect(await check(good, "--rule", "NB999")).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("RULE_UNKNOWN"),
    });
    expect(await check({ ...good, "nbdev.yaml": "check: [" })).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("SETTINGS_INVALID"),
    });
  });

  it("counts warnings against --max-warnings", async () => {
    expect(await check(warned, "--max-warnings", "0")).toMatchObject({ exitCode: 1 });
    expect(await check(warned, "--max-warnings", "1")).toMatchObject({ exitCode: 0 });
    expect(await check(warned, "--max-warnings", "few")).toMatchObject({ exitCode: 2, stdout: "" });
  });

  it("points at the line with a caret, without colours in a pipe", async () => {
    const { stdout } = await check(broken);
    expect(stdout).toContain("Dockerfile:2:17: error NB123");
    expect(stdout).toContain("\n    RUN pip install numpy>=2\n                    ^^^^^^^^\n    → ");
    expect(stdout).not.toContain("\u001b");
  });

  it("repairs what is certain with --fix, and is content then", async () => {
    const { directory, exitCode, stdout } = await check(broken, "--fix");
    expect(await readFile(join(directory, "Dockerfile"), "utf8")).toContain('RUN pip install "numpy>=2"\n');
    expect({ exitCode, stdout }).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("1 fixed") });
    expect(await built.nbdev(["check"], directory)).toMatchObject({ exitCode: 0 });
  });

  it("accepts today's findings by --write-baseline, and reports only new ones by --baseline", async () => {
    const { directory, exitCode } = await check(broken, "--write-baseline", "accepted.json");
    expect(exitCode).toBe(0);
    const again = () => built.nbdev(["check", "--baseline", "accepted.json", "--format", "json"], directory);
    expect(await again()).toMatchObject({ exitCode: 0, stdout: '{\n  "diagnostics": []\n}' });
    const more = await temporaryDirectory({
      ...broken,
      Dockerfile: broken.Dockerfile.replace("\n", "\nRUN pip install pandas<2\n"),
      "accepted.json": await readFile(join(directory, "accepted.json"), "utf8"),
    });
    const { exitCode: withMore, stdout } = await built.nbdev(
      ["check", "--baseline", "accepted.json", "--format", "json"],
      more,
    );
    expect({ withMore, found: codesOf(stdout) }).toEqual({ withMore: 1, found: ["NB123"] });
    expect(await built.nbdev(["check", "--baseline", "none.json"], directory)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("BASELINE_INVALID"),
    });
  });

  it("looks only for what --rule names, by code or by name", async () => {
    const both = { ...broken, Dockerfile: broken.Dockerfile.replace("2025-12-31", "latest") };
    const only = async (rule: string) => codesOf((await check(both, "--format", "json", "--rule", rule)).stdout);
    expect(await only("NB101")).toEqual(["NB101"]);
    expect(await only("redirected-install")).toEqual(["NB123"]);
  });

  it("prints json, sarif and github, with the same exit code, and nothing else", async () => {
    const json = await check(broken, "--format", "json");
    expect(json).toMatchObject({ exitCode: 1, stderr: "" });
    expect(JSON.parse(json.stdout).diagnostics.find(({ code }: { code: string }) => code === "NB123")).toMatchObject({
      severity: "error",
      path: "Dockerfile",
      range: { start: { line: 1, character: 16 }, end: { line: 1, character: 24 } },
    });
    const sarif = await check(broken, "--format", "sarif");
    expect(sarif).toMatchObject({ exitCode: 1, stderr: "" });
    expect(sarifLog.parse(JSON.parse(sarif.stdout)).runs[0]?.results.map(({ ruleId }) => ruleId)).toContain("NB123");
    const github = await check(broken, "--format", "github");
    expect(github).toMatchObject({ exitCode: 1, stderr: "" });
    expect(github.stdout).toMatch(/^::error file=Dockerfile,line=2,endLine=2,col=17,endColumn=25,title=NB123::/m);
    expect(await check(good, "--format", "xml")).toMatchObject({ exitCode: 2, stdout: "" });
  });

  it("lists the rules, without looking at any course", async () => {
    const { exitCode, stdout } = await check({}, "--list");
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^NB123 {2}redirected-install\s+error/m);
  });
});

function codesOf(json: string): string[] {
  return JSON.parse(json).diagnostics.map(({ code }: { code: string }) => code);
}
