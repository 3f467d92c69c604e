import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { expect } from "vitest";
import { applyFixes, type Diagnostic, FactsMemo, runChecks } from "../../core/check/index.ts";
import { snapshotOfTexts } from "../../core/check/snapshot.ts";
import { productionCourses } from "../../core/production/courses.ts";

/** The project `fuzz` gives each parser 100,000 texts, in processes of 256 MB; the unit tests a taste of it. */
export const numRuns = Number(process.env.NBDEV_FUZZ_RUNS ?? 200);
/** Undefined: another one each time. CI's stays the same, so that no change fails for what it has not changed. */
const seed = process.env.NBDEV_FUZZ_SEED === undefined ? undefined : Number(process.env.NBDEV_FUZZ_SEED);
/** Milliseconds for one parser; no text may take a second. */
export const patience = 20_000 + numRuns * 30;
const longestMilliseconds = 1_000;
const mostHeap = 256e6;

export const fuzzedCourse: Readonly<Record<string, string>> = {
  Dockerfile: "FROM quay.io/jupyter/scipy-notebook:2025-12-31\nCOPY . .\nRUN pip install -r requirements.txt\n",
  "requirements.txt": "numpy==1.26.4\n",
  "intro.ipynb": notebookOf("import numpy\n"),
  "a.csv": "a\n",
};

/** Checks a course for each text: no exception, none over a second of the processor, every finding within its file. */
export function survive(texts: fc.Arbitrary<string>, filesOf: (text: string) => Record<string, string>): void {
  const memo = new FactsMemo(); // so that only the text that changes is parsed
  const isSlow = slowness();
  const property = fc.property(texts, (text) => {
    const began = performance.now();
    const snapshot = snapshotOfTexts(filesOf(text), { name: "uai_source-uai.9", production: productionCourses });
    const diagnostics = runChecks(snapshot, { memo });
    if (isSlow(performance.now() - began)) throw new Error(`takes over ${longestMilliseconds} ms of the processor`);
    applyFixes(diagnostics, (path) => snapshot.files.get(path)?.text());
    for (const diagnostic of diagnostics) assertInside(diagnostic, snapshot.files.get(diagnostic.path)?.text());
  });
  fc.assert(property, { numRuns, ...(seed !== undefined && { seed }) });
  collectGarbage();
  expect(process.memoryUsage().heapUsed).toBeLessThan(mostHeap);
}

/**
 * Tells of one text after the other whether it took too long: where the clock says so, the processor's time does, too, which
 * no busy machine makes longer. Asking for that takes a tenth of a millisecond, so it counts from up to 50 texts before.
 */
function slowness(): (milliseconds: number) => boolean {
  let texts = 0;
  let mark = process.cpuUsage();
  return (milliseconds) => {
    const isLong = milliseconds >= longestMilliseconds;
    const { user, system } = isLong ? process.cpuUsage(mark) : { user: 0, system: 0 };
    if (isLong || texts++ % 50 === 0) mark = process.cpuUsage();
    return (user + system) / 1_000 >= longestMilliseconds;
  };
}

function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
}

/** By hand, since it is done a million times. */
function assertInside({ range, cell, code }: Diagnostic, text: string | undefined): void {
  const { start, end } = range;
  const isOrdered = start.line < end.line || (start.line === end.line && start.character <= end.character);
  const isWithin = text === undefined || cell !== undefined || end.line < text.split(/\r\n|\n|\r/).length;
  if (!isOrdered || !isWithin) throw new Error(`${code} points at ${JSON.stringify(range)}`);
}

/** Any UTF-16, halves of pairs included; fast-check's own `binary` unit takes a second to set up. */
const anyText = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 12 })
  .map((codes) => String.fromCharCode(...codes));

/** Fragments of the file's own language in any order, between texts of any characters. */
export function textOf(fragments: readonly string[]): fc.Arbitrary<string> {
  const piece = fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...fragments) },
    { weight: 3, arbitrary: fc.constantFrom(" ", "\n", "\r\n", "\n\n", "  ") },
    { weight: 2, arbitrary: anyText },
  );
  const separator = fc.constantFrom("", " ", "\n");
  return fc
    .array(fc.tuple(piece, separator), { maxLength: 40 })
    .map((pieces) => pieces.map(([text, after]) => text + after).join(""));
}

export function notebookOf(source: string, type = "code"): string {
  return JSON.stringify({
    cells: [{ cell_type: type, id: "a", source, metadata: {}, outputs: [] }],
    metadata: {},
    nbformat: 4,
  });
}
