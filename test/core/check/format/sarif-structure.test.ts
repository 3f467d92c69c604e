import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Diagnostic, rules, runChecks, toSarif } from "../../../../core/check/index.ts";
import { snapshotOfTexts } from "../../../../core/check/snapshot.ts";
import { productionCourses } from "../../../../core/production/courses.ts";
import { sarifLog } from "../../../support/sarif.ts";
import { parseTxtar } from "../../../support/txtar.ts";

const folder = join(import.meta.dirname, "../../../fixtures/check/courses");
const problems = (text: string) => sarifLog.safeParse(JSON.parse(text)).error?.issues ?? [];

describe("the SARIF log is a 2.1.0 one", () => {
  it.each(readdirSync(folder).filter((name) => name.endsWith(".txtar")))("of %s", (name) => {
    const { files } = parseTxtar(readFileSync(join(folder, name), "utf8"));
    const diagnostics = runChecks(snapshotOfTexts(files, { name: "uai_source-uai.9", production: productionCourses }));
    expect(problems(toSarif(diagnostics, rules, "1.2.3"))).toEqual([]);
  });

  const odd: Diagnostic = {
    code: "BuildKit/UndefinedVar",
    severity: "information",
    message: "Ünï 100%.",
    hint: "Do it.",
    path: "wöche 1/a#b?c%d[e].ipynb",
    range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
    cell: { index: 0 },
  };

  it("of no finding, of BuildKit's, and of any file name", () => {
    expect(problems(toSarif([], rules, "1.2.3"))).toEqual([]);
    expect(problems(toSarif([odd], rules, "1.2.3"))).toEqual([]);
  });

  it.each([
    [/"version": "2.1.0"/, '"version": "2.0.0"'],
    [/"level": "note"/, '"level": "info"'],
    [/"uri": "/, '"uri": "a b'],
    [/"ruleId": "[^"]+"/, '"ruleId": ""'],
    [/"results"/, '"findings"'],
  ])("and what is none would be seen: %s", (good, bad) => {
    const log = toSarif([odd], rules, "1.2.3");
    expect(log).toMatch(good);
    expect(problems(log.replace(good, bad))).not.toEqual([]);
  });
});
