import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readCheckSettings } from "../../../../core/check/settings.ts";
import { isNbdevError } from "../../../../core/errors/index.ts";
import { fuzzedCourse, numRuns, patience, survive, textOf } from "../../../support/fuzz.ts";

const urls = [
  "https://",
  "nb.learn.mit.edu",
  "/tmplogin",
  "?course=",
  "uai_source-uai.9",
  "&notebook=",
  "a.ipynb",
  "%",
  "%zz",
  "+",
  "#",
  "{",
  "}",
  "[::1]",
  ":99999",
  "\\",
  " ",
];
const patterns = ["!", "*", "**", "/", "#", "a.csv", "[a-", "]", "\\", "..", "?", "{a,b}", "intro.ipynb", "("];
const settings = [
  "course: ",
  "x",
  "check:",
  "severity:",
  "NB101: off",
  "{",
  "}",
  "  ",
  "- ",
  "&a",
  "*a",
  "!!binary",
  "|",
];

describe("whatever stands in the smaller files, the checks end, soon, and point into them", () => {
  it("launch_urls", () => survive(textOf(urls), (text) => ({ ...fuzzedCourse, launch_urls: text })), patience);

  it(
    ".dockerignore",
    () => survive(textOf(patterns), (text) => ({ ...fuzzedCourse, ".dockerignore": text })),
    patience,
  );

  it(
    "nbdev.yaml",
    () => {
      const refusal = (text: string) => {
        try {
          readCheckSettings("nbdev.yaml", text);
          return undefined;
        } catch (error) {
          return isNbdevError(error) ? undefined : error;
        }
      };
      const property = fc.property(textOf(settings), (text) => refusal(text) === undefined);
      expect(() => fc.assert(property, { numRuns })).not.toThrow();
    },
    patience,
  );
});
