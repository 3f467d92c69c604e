import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../../core/index.ts";
import { changedPlaces, placeFindings } from "../../../extension/diagnostics/place-findings.ts";

const range = { start: { line: 3, character: 1 }, end: { line: 3, character: 5 } };
const start = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
const finding = (path: string, cell?: number): Diagnostic => ({
  code: "NB301",
  severity: "error",
  message: "jax is missing.",
  hint: "Add it.",
  path,
  range,
  ...(cell === undefined ? {} : { cell: { index: cell } }),
});
const closed = { file: (path: string) => `file:${path}`, cells: () => undefined };
const open = { ...closed, cells: (path: string) => [`${path}#0`, `${path}#1`] };
const placed = (findings: Diagnostic[], documents: typeof closed | typeof open) =>
  [...placeFindings(findings, documents).values()].flat().map(({ finding: _finding, ...rest }) => rest);

describe("placeFindings", () => {
  it.each([
    ["a text file", finding("Dockerfile"), closed, "file:Dockerfile", range, "jax is missing.\nAdd it."],
    ["a cell of an open notebook", finding("a.ipynb", 1), open, "a.ipynb#1", range, "jax is missing.\nAdd it."],
    ["the whole of an open notebook", finding("a.ipynb"), open, "a.ipynb#0", start, "jax is missing.\nAdd it."],
    [
      "a cell of a closed notebook",
      finding("a.ipynb", 1),
      closed,
      "file:a.ipynb",
      start,
      "Cell 2: jax is missing.\nAdd it.",
    ],
    [
      "a closed notebook that is no JSON",
      finding("a.ipynb"),
      closed,
      "file:a.ipynb",
      range,
      "jax is missing.\nAdd it.",
    ],
    [
      "a cell that was just deleted",
      finding("a.ipynb", 7),
      open,
      "file:a.ipynb",
      start,
      "Cell 8: jax is missing.\nAdd it.",
    ],
  ])("of %s", (_what, one, documents, place, where, message) => {
    expect(placed([one], documents)).toEqual([{ place, range: where, message }]);
  });

  it("gathers what belongs to one document, in order", () => {
    const all = placeFindings([finding("a"), finding("b"), finding("a")], closed);
    expect([...all].map(([place, here]) => [place, here.length])).toEqual([
      ["file:a", 2],
      ["file:b", 1],
    ]);
  });
});

describe("changedPlaces", () => {
  it("is what is new, what is different, and what is gone", () => {
    const shown = placeFindings([finding("same"), finding("other"), finding("gone")], closed);
    const wanted = placeFindings(
      [finding("same"), { ...finding("other"), severity: "warning" }, finding("new")],
      closed,
    );
    const changed = changedPlaces(shown, wanted);
    expect([...changed].map(([place, here]) => [place, here.length])).toEqual([
      ["file:other", 1],
      ["file:gone", 0],
      ["file:new", 1],
    ]);
  });
});
