import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { rules, runChecks } from "../../../core/check/index.ts";
import { readCheckSettings } from "../../../core/check/settings.ts";
import { type CourseSnapshot, snapshotOfTexts } from "../../../core/check/snapshot.ts";
import { productionCourses } from "../../../core/production/courses.ts";

const fixtures = join(import.meta.dirname, "../../fixtures/check/rules");

/** Each rule has a folder: a course where it speaks, a similar one where it is silent, and what it says. */
describe.each(rules.map((rule) => rule.code))("%s", (code) => {
  const folder = join(fixtures, code);
  const expected: unknown = JSON.parse(readFileSync(join(folder, "expected.json"), "utf8"));

  it("reports what is expected in bad/", () => {
    expect(findings(snapshot(folder, "bad"), code)).toEqual(expected);
  });

  it("is silent in good/", () => {
    expect(findings(snapshot(folder, "good"), code)).toEqual([]);
  });

  it.each([
    ["CRLF", (text: string) => text.replaceAll("\n", "\r\n")],
    ["a byte order mark", (text: string) => `\uFEFF${text}`],
    ["both", (text: string) => `\uFEFF${text.replaceAll("\n", "\r\n")}`],
  ])("says the same of files with %s", (_name, change) => {
    expect(findings(snapshot(folder, "bad", change), code)).toEqual(expected);
    expect(findings(snapshot(folder, "good", change), code)).toEqual([]);
  });
});

it("has a fixture for every rule, and none without one", () => {
  expect(readdirSync(fixtures).sort()).toEqual(rules.map(({ code }) => code).sort());
});

it("has codes and names that are used once", () => {
  expect(new Set(rules.map(({ code }) => code)).size).toBe(rules.length);
  expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
});

function findings(course: CourseSnapshot, code: string) {
  return runChecks(course)
    .filter((diagnostic) => diagnostic.code === code)
    .map(({ code: _code, hint: _hint, fix, ...rest }) => ({
      ...rest,
      ...(fix === undefined ? {} : { fix: fix.edits }),
    }));
}

interface SnapshotFacts {
  name?: string;
  nameFromSettings?: boolean;
  sizes?: Record<string, Record<string, number>>;
}

function snapshot(folder: string, side: "bad" | "good", change = (text: string) => text): CourseSnapshot {
  const file = join(folder, "snapshot.json");
  const facts: SnapshotFacts = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  const texts = readTexts(join(folder, side));
  const settings = texts["nbdev.yaml"] ?? "";
  const name = facts.nameFromSettings === true ? readCheckSettings("nbdev.yaml", settings).name : facts.name;
  const changed = Object.fromEntries(Object.entries(texts).map(([path, text]) => [path, change(text)]));
  const course = snapshotOfTexts(changed, { name, production: productionCourses });
  const sizes = facts.sizes?.[side] ?? {};
  const files = [...course.files].map(
    ([path, known]) => [path, { ...known, size: sizes[path] ?? known.size }] as const,
  );
  return { ...course, files: new Map(files) };
}

function readTexts(directory: string): Record<string, string> {
  const names = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    names.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [path.slice(directory.length + 1), readFileSync(path, "utf8")];
    }),
  );
}
