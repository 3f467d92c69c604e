import { describe, expect, it } from "vitest";
import { completeRequirement } from "../../../core/packages/index.ts";

const versions = new Map([
  ["numpy", "1.26.4"],
  ["scikit-learn", "1.5.0"],
  ["odd", ""],
]);

/** The text with `|` where the cursor is; what stands there after each choice. */
function choices(marked: string): string[] {
  const before = marked.slice(0, marked.indexOf("|"));
  const text = marked.replace("|", "");
  const line = before.split("\n").length - 1;
  const position = { line, character: before.length - before.lastIndexOf("\n") - 1 };
  return completeRequirement(text, position, { versions }).map(({ newText, range }) => {
    const own = text.split("\n")[line] ?? "";
    return own.slice(0, range.start.character) + newText + own.slice(range.end.character);
  });
}

describe("what completes a requirement", () => {
  it("is a package of the image with its version", () => {
    expect(choices("num|")).toEqual(["numpy==1.26.4", "scikit-learn==1.5.0", "odd"]);
    expect(choices("torch\n|")).toContain("numpy==1.26.4");
  });

  it("is no package that the file names on another line", () => {
    expect(choices("Scikit_Learn\nnum|")).toEqual(["numpy==1.26.4", "odd"]);
  });

  it("behind an operator is the image's version", () => {
    expect(choices("numpy==|")).toEqual(["numpy==1.26.4"]);
    expect(choices("Scikit.Learn[all] >= 1.|4  # why")).toEqual(["Scikit.Learn[all] >= 1.5.0  # why"]);
    expect(choices("odd==|")).toEqual([]);
    expect(choices("torch==|")).toEqual([]);
  });

  it("leaves a version that is there alone", () => {
    expect(choices("nu|m==1.0")).toContain("numpy==1.0");
    expect(choices("nu|m  # why")).toContain("numpy==1.26.4  # why");
  });

  it("is nothing in comments, options and markers", () => {
    for (const text of ["# nu|", "-r nu|", "numpy; py|", "numpy!=|"]) expect(choices(text), text).toEqual([]);
  });
});
