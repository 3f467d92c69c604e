import { expect, it } from "vitest";
import { baselineOf, notInBaseline, parseBaseline } from "../../../core/check/baseline.ts";
import type { Diagnostic } from "../../../core/check/index.ts";

const range = { start: { line: 1, character: 0 }, end: { line: 1, character: 1 } };
const finding = (message: string, line = 1): Diagnostic => ({
  code: "NB301",
  severity: "error",
  message,
  hint: "",
  path: "a.ipynb",
  range: { ...range, start: { line, character: 0 } },
});

it("accepts what it holds, wherever it has moved to", () => {
  const baseline = parseBaseline("b.json", JSON.stringify(baselineOf([finding("a"), finding("b")])));
  expect(notInBaseline([finding("a", 7), finding("c")], baseline)).toEqual([finding("c")]);
});

it("accepts what names another line that has moved", () => {
  const baseline = baselineOf([finding("x is required already in line 3.")]);
  expect(notInBaseline([finding("x is required already in line 12.")], baseline)).toEqual([]);
});

it("reports the third of three that were two", () => {
  const baseline = baselineOf([finding("a"), finding("a")]);
  expect(notInBaseline([finding("a"), finding("a"), finding("a", 9)], baseline)).toEqual([finding("a", 9)]);
});

it.each(["no json", '{"version": 2}'])("refuses a file that it did not write: %s", (text) => {
  expect(() => parseBaseline("b.json", text)).toThrow(expect.objectContaining({ code: "BASELINE_INVALID" }));
});
