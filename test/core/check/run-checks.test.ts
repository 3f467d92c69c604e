import { describe, expect, it } from "vitest";
import { FactsMemo, type Rule, rules, runChecks } from "../../../core/check/index.ts";
import { readCheckSettings } from "../../../core/check/settings.ts";
import { type CourseSnapshot, snapshotOfTexts } from "../../../core/check/snapshot.ts";

const base = "FROM quay.io/jupyter/scipy-notebook:2025-12-31\nCOPY --chown=1000:100 . ./\n";
const notebook = (source: string) =>
  JSON.stringify({ cells: [{ cell_type: "code", source, metadata: {}, outputs: [] }], metadata: {}, nbformat: 4 });
const codes = (course: CourseSnapshot) => runChecks(course).map(({ code, severity }) => `${severity} ${code}`);

describe("what the author says", () => {
  it("sets severities by code and by name, and switches rules off", () => {
    const texts = { Dockerfile: "FROM jupyter/scipy-notebook\nUSER root\n" };
    const severity = { NB101: "error", "root-user": "off" } as const;
    const found = runChecks(snapshotOfTexts(texts), { settings: { severity } });
    expect(found.map(({ code, severity }) => [code, severity])).toEqual([["NB101", "error"]]);
  });

  it("never turns information about an unknown base into an error", () => {
    const course = snapshotOfTexts({
      Dockerfile: "FROM example.org/base:1\nCOPY . .\n",
      "a.ipynb": notebook("import jax"),
    });
    const found = runChecks(course, { settings: { severity: { NB301: "error" } } });
    expect(found.map(({ code, severity }) => [code, severity])).toEqual([["NB301", "information"]]);
  });

  it.each([
    ["check: {severity: {NB101: fatal}}", "SETTINGS_INVALID"],
    ["check: [", "SETTINGS_INVALID"],
  ])("is refused when it is %j", (text, code) => {
    expect(() => readCheckSettings("nbdev.yaml", text)).toThrow(expect.objectContaining({ code }));
  });
});

describe("ignore comments", () => {
  const jax = (source: string) => codes(snapshotOfTexts({ Dockerfile: base, "a.ipynb": notebook(source) }));

  it.each([
    ["on the line", "import jax  # nbdev: ignore NB301 from the base"],
    ["alone on the line above", "# nbdev: ignore NB301 from the base\nimport jax"],
    ["among several codes", "import jax  # nbdev: ignore NB310, NB301"],
  ])("silence a finding %s", (_where, source) => expect(jax(source)).toEqual([]));

  it.each([
    ["another code", "import jax  # nbdev: ignore NB310"],
    ["code on the line above", "x = 1  # nbdev: ignore NB301\nimport jax"],
    ["two lines above", "# nbdev: ignore NB301\n\nimport jax"],
  ])("do not with %s", (_what, source) => expect(jax(source)).toEqual(["error NB301"]));

  it("silence a finding about a whole file from anywhere in it", () => {
    const old =
      '{"nbformat": 4, "metadata": {"kernelspec": {"name": "ir", "language": "R"}}, "cells": [{"cell_type": "code", "source": "# nbdev: ignore NB332 R comes later"}]}';
    expect(codes(snapshotOfTexts({ Dockerfile: base, "a.ipynb": old }))).toEqual([]);
  });

  it("work in Dockerfiles, requirements and launch_urls", () => {
    const texts = {
      Dockerfile: "# nbdev: ignore NB101 newest\nFROM jupyter/scipy-notebook\n",
      "requirements.txt": "os==1 # nbdev: ignore NB220\n",
      launch_urls: "https://example.org/ # nbdev: ignore NB410\n",
    };
    expect(codes(snapshotOfTexts(texts))).toEqual([]);
  });
});

describe("the memo", () => {
  it("reads only what has another version", () => {
    const texts = { Dockerfile: base, "a.ipynb": notebook("import numpy"), "b.ipynb": notebook("import scipy") };
    const reads: string[] = [];
    const counted = (course: CourseSnapshot): CourseSnapshot => ({
      ...course,
      files: new Map(
        [...course.files].map(([path, file]) => {
          const text = () => {
            reads.push(path);
            return file.text();
          };
          return [path, { ...file, text }];
        }),
      ),
    });
    const memo = new FactsMemo();
    runChecks(counted(snapshotOfTexts(texts)), { memo });
    expect(new Set(reads)).toEqual(new Set(["Dockerfile", "a.ipynb", "b.ipynb"]));
    reads.length = 0;
    const edited = { ...texts, "b.ipynb": notebook("import jax") };
    expect(runChecks(counted(snapshotOfTexts(edited)), { memo }).map(({ path }) => path)).toEqual(["b.ipynb"]);
    expect(reads).toEqual(["b.ipynb"]);
  });

  it("asks a rule again only when something that it read is another now", () => {
    const asked: string[] = [];
    const reading = (name: string, read: Rule["check"]): Rule => ({
      ...(rules[0] as Rule),
      code: name,
      check: (course) => {
        asked.push(name);
        return read(course);
      },
    });
    const path = "Dockerfile";
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 4 } };
    const own = [
      reading("dockerfile", ({ dockerfile }) => (dockerfile ? [{ path, range, message: "m", hint: "h" }] : [])),
      reading("provided", ({ provided }) => (provided.has("numpy") ? [] : [])),
      reading("name", ({ snapshot }) => (snapshot.name === undefined ? [] : [])),
      reading("text", ({ text }) => (text("a.txt") ? [] : [])),
      reading("notebooks", ({ notebooks }) => (notebooks.length > 0 ? [] : [])),
    ];
    const memo = new FactsMemo();
    const askedAfter = (texts: Record<string, string>, name?: string) => {
      asked.length = 0;
      const found = runChecks(snapshotOfTexts(texts, { name }), { memo, rules: own });
      expect(found.map(({ code }) => code)).toEqual(["dockerfile"]);
      return [...asked];
    };
    const texts = { Dockerfile: base, "a.txt": "a", "a.ipynb": notebook("import numpy") };
    expect(askedAfter(texts)).toEqual(["dockerfile", "provided", "name", "text", "notebooks"]);
    expect(askedAfter(texts)).toEqual([]);
    expect(askedAfter(texts, "course")).toEqual(["name"]);
    expect(askedAfter({ ...texts, "a.ipynb": notebook("import scipy") }, "course")).toEqual(["notebooks"]);
    expect(askedAfter({ ...texts, "a.txt": "b" }, "course")).toEqual(["text", "notebooks"]);
    const echo = { ...texts, "a.txt": "b", Dockerfile: `${base}RUN echo\n` };
    expect(askedAfter(echo, "course")).toEqual(["dockerfile"]);
    expect(askedAfter({ ...echo, Dockerfile: `${base}RUN pip install jax\n` }, "course")).toEqual([
      "dockerfile",
      "provided",
    ]);
  });

  it("says what a check without it says, whatever was edited", () => {
    const edits: readonly Record<string, string>[] = [
      {},
      { Dockerfile: `${base}RUN pip install jax sklearn\n` },
      { Dockerfile: "FROM python:3.12\nCOPY *.ipynb ./\n" },
      { ".dockerignore": "*.csv\n" },
      { "requirements.txt": "os\nscipy>=1\nscipy==1\n" },
      { "a.ipynb": notebook("import jax\nopen('a.csv')\nopen('A.csv')  # nbdev: ignore NB311") },
      { "a.ipynb": notebook("%cd ..\n!pip install jax\nopen('b.csv')") },
      { "b.ipynb": notebook("open('b.csv', 'w')\nimport helper") },
      { "b.ipynb": "{" },
      { "helper.py": "" },
      { "nbdev.yaml": "# nbdev: ignore NB402\ncourse: x\n", launch_urls: "https://x/" },
    ];
    const texts = {
      Dockerfile: base,
      "requirements.txt": "numpy==1.26.4\n-c constraints.txt\n",
      "a.csv": "",
      "a.ipynb": notebook("import numpy, plotly, helper\nopen('a.csv')\nopen('b.csv')"),
      "b.ipynb": notebook("print('b.csv')"),
    };
    const memo = new FactsMemo();
    for (const first of edits) {
      for (const second of edits) {
        for (const edited of [first, { ...first, ...second }, second]) {
          const course = snapshotOfTexts({ ...texts, ...edited }, { name: edited["helper.py"], production: [] });
          expect(runChecks(course, { memo })).toEqual(runChecks(course));
        }
      }
    }
  });

  it("holds nothing back of a severity that the author changes", () => {
    const course = snapshotOfTexts({ Dockerfile: "FROM jupyter/scipy-notebook\n" });
    const memo = new FactsMemo();
    const severityBy = (severity: "error" | "off" | undefined) =>
      runChecks(course, { memo, settings: { severity: severity === undefined ? {} : { NB101: severity } } }).map(
        (found) => found.severity,
      );
    expect([severityBy(undefined), severityBy("error"), severityBy("off"), severityBy(undefined)]).toEqual([
      ["warning"],
      ["error"],
      [],
      ["warning"],
    ]);
  });
});

describe("a built image", () => {
  const image = { digest: "sha256:0", modules: new Map([["jax", ["jax"]]]), kernels: ["python3", "ir"] };

  it("is the truth about imports: what it has is there, what it lacks is not", () => {
    const texts = {
      Dockerfile: "FROM example.org/base:1\nCOPY . .\n",
      "a.ipynb": notebook("import jax\nimport numpy"),
    };
    const found = runChecks(snapshotOfTexts(texts, { image }));
    expect(found.map(({ code, severity, message }) => [code, severity, message.split(" ")[0]])).toEqual([
      ["NB301", "error", "numpy"],
    ]);
  });
});

describe("hints", () => {
  it("lead to the file of that name where the course has one elsewhere", () => {
    const source = 'import pandas as pd\npd.read_csv("loans.csv")\n';
    const notebook = JSON.stringify({
      cells: [{ cell_type: "code", metadata: {}, outputs: [], source }],
      metadata: {},
      nbformat: 4,
    });
    const hintWith = (files: Record<string, string>) =>
      runChecks(snapshotOfTexts({ "week1/a.ipynb": notebook, ...files })).find(({ code }) => code === "NB310")?.hint;
    expect(hintWith({ "data/loans.csv": "" })).toContain("../data/loans.csv");
    expect(hintWith({ "data/loans.csv": "", "old/loans.csv": "" })).toContain("Commit the file");
    expect(hintWith({})).toContain("Commit the file");
  });
});
