import { expect, it } from "vitest";
import { applyFixes, type Diagnostic, runChecks } from "../../../core/check/index.ts";
import { snapshotOfTexts } from "../../../core/check/snapshot.ts";

const at = (line: number, from: number, to: number) => ({
  start: { line, character: from },
  end: { line, character: to },
});
const fixing = (path: string, edits: [ReturnType<typeof at>, string][]): Diagnostic => ({
  code: "NB101",
  severity: "error",
  message: "",
  hint: "",
  path,
  range: at(0, 0, 0),
  fix: { title: "", edits: edits.map(([range, newText]) => ({ path, range, newText })) },
});

it("applies edits of one file from its end, so that none moves another", () => {
  const fixes = [fixing("a", [[at(0, 0, 1), "one"]]), fixing("a", [[at(1, 0, 1), "two"]])];
  expect(applyFixes(fixes, () => "1\n2\n").texts.get("a")).toBe("one\ntwo\n");
});

it("leaves a fix for the next round that overlaps an earlier one", () => {
  const fixes = [fixing("a", [[at(0, 0, 3), "x"]]), fixing("a", [[at(0, 2, 4), "y"]])];
  const { texts, applied, postponed } = applyFixes(fixes, () => "abcdef");
  expect([texts.get("a"), applied.length, postponed.length]).toEqual(["xdef", 1, 1]);
});

it("keeps the line ends of a file, and writes one that does not exist", () => {
  expect(applyFixes([fixing("a", [[at(1, 0, 0), "x\n"]])], () => "1\r\n").texts.get("a")).toBe("1\r\nx\r\n");
  expect(applyFixes([fixing("a", [[at(0, 0, 0), "x\n"]])], () => undefined).texts.get("a")).toBe("x\n");
});

it("leaves nothing to fix of what the rules offer", () => {
  const texts: Record<string, string> = {
    Dockerfile: "FROM quay.io/jupyter/scipy-notebook:2025-12-31\nCOPY Data.csv ./\nCOPY . ./\nUSER root\n",
    "requirements.txt": "numpy=1.26.4\nsklearn\nos\n",
    "data.csv": "a\n",
    ".env": "A=1\n",
    "intro.ipynb": '{"cells": [], "metadata": {}, "nbformat": 4}',
  };
  const before = runChecks(snapshotOfTexts(texts));
  const { texts: fixed } = applyFixes(before, (path) => texts[path]);
  const after = runChecks(snapshotOfTexts({ ...texts, ...Object.fromEntries(fixed) }));
  expect(before.filter(({ fix }) => fix !== undefined)).toHaveLength(7);
  expect(after.filter(({ fix }) => fix !== undefined)).toEqual([]);
  expect(fixed.get("requirements.txt")).toBe("numpy==1.26.4\nscikit-learn\n");
});
