import { describe, expect, it } from "vitest";
import { importAt, requirementAt } from "../../../core/packages/index.ts";

const held = {
  versions: new Map([
    ["numpy", "1.26.4"],
    ["scikit-learn", "1.5.0"],
    ["google-cloud-storage", "2.18.0"],
    ["google-auth", "2.34.0"],
    ["odd", ""],
    ["enum34", "1.1.10"],
  ]),
  modules: new Map([
    ["numpy", ["numpy"]],
    ["sklearn", ["scikit-learn"]],
    ["google", ["google-auth", "google-cloud-storage"]],
    ["json", []],
    ["enum", ["enum34"]],
    ["pyspark", []],
  ]),
};

describe("the requirement at a place", () => {
  const text = "# pinned\nNumPy>=1.26  # fast\nscikit_learn==1.5.0\ntorch\n-r other.txt\nodd\n";
  const at = (line: number, character: number) => requirementAt(text, { line, character }, held);

  it("has the image's version, however the name is written", () => {
    const range = { start: { line: 1, character: 0 }, end: { line: 1, character: 11 } };
    expect(at(1, 2)).toEqual({ name: "NumPy", version: "1.26.4", range });
    expect(at(1, 9)).toMatchObject({ version: "1.26.4" });
    expect(at(2, 0)).toMatchObject({ name: "scikit_learn", version: "1.5.0" });
  });

  it("may be missing from the image, or have no version there", () => {
    expect(at(3, 1)).toMatchObject({ name: "torch", version: undefined });
    expect(at(5, 1)).toMatchObject({ name: "odd", version: "" });
  });

  it("is none in comments, options and empty lines", () => {
    expect([at(0, 3), at(1, 16), at(4, 4), at(6, 0)]).toEqual([undefined, undefined, undefined, undefined]);
  });
});

describe("the import at a place", () => {
  const source =
    "import enum, sklearn.svm as svm\r\nfrom google.cloud.storage import Client\nimport google, pyspark, absent\n";
  const at = (line: number, character: number) => importAt(source, { line, character }, held);

  it("is the package that brings it", () => {
    const range = { start: { line: 0, character: 13 }, end: { line: 0, character: 24 } };
    expect(at(0, 15)).toEqual({ name: "scikit-learn", version: "1.5.0", range });
  });

  it("of a name that several packages share is the one of the whole module, or none", () => {
    expect(at(1, 10)).toMatchObject({ name: "google-cloud-storage", version: "2.18.0" });
    expect(at(2, 8)).toBeUndefined();
  });

  it("is none for Python's own modules, for what no package brings, and beside imports", () => {
    expect([at(0, 8), at(2, 16), at(2, 26), at(0, 29)]).toEqual([undefined, undefined, undefined, undefined]);
  });
});
