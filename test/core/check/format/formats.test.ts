import { describe, expect, it } from "vitest";
import { type Diagnostic, rules, toGithub, toJson, toSarif } from "../../../../core/check/index.ts";

const range = { start: { line: 1, character: 4 }, end: { line: 1, character: 9 } };
const inFile: Diagnostic = {
  code: "NB101",
  severity: "warning",
  message: "50% of it, moved.",
  hint: "Pin: it.",
  path: "week 1/Dockerfile",
  range,
  fix: { title: "Pin", edits: [] },
};
const inCell: Diagnostic = {
  code: "NB301",
  severity: "error",
  message: "plotly is missing.",
  hint: "Add it.",
  path: "intro.ipynb",
  range,
  cell: { index: 2, id: "abc" },
};

describe("json", () => {
  it("is the contract: 0-based, the cell where there is one, no fixes", () => {
    expect(JSON.parse(toJson([inFile, inCell]))).toEqual({
      diagnostics: [{ ...inFile, fix: undefined }, inCell].map(({ fix: _fix, ...rest }) => rest),
    });
  });
});

describe("github", () => {
  it("escapes what would end a workflow command early", () => {
    expect(toGithub([inFile])).toBe(
      "::warning file=week 1/Dockerfile,line=2,endLine=2,col=5,endColumn=10,title=NB101::50%25 of it, moved. Pin: it.\n",
    );
    const odd = { ...inFile, path: "a,b:c.txt", message: "two\nlines." };
    expect(toGithub([odd])).toContain("file=a%2Cb%3Ac.txt,");
    expect(toGithub([odd])).toContain("::two%0Alines. Pin: it.\n");
  });

  it("names the cell in words, since an annotation has only lines of the file", () => {
    expect(toGithub([inCell])).toBe(
      "::error file=intro.ipynb,line=1,title=NB301::cell 3, line 2: plotly is missing. Add it.\n",
    );
  });
});

describe("sarif", () => {
  const log = JSON.parse(toSarif([inFile, inCell], rules, "1.2.3"));
  const [run] = log.runs;

  it("describes the rules that spoke, and points each result at its own", () => {
    expect(run.tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual(["NB101", "NB301"]);
    expect(
      run.results.map(({ ruleId, ruleIndex, level }: Record<string, unknown>) => [ruleId, ruleIndex, level]),
    ).toEqual([
      ["NB101", 0, "warning"],
      ["NB301", 1, "error"],
    ]);
  });

  it("counts lines and columns from 1, in an encoded file", () => {
    expect(run.results[0].locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: "week%201/Dockerfile" },
      region: { startLine: 2, startColumn: 5, endLine: 2, endColumn: 10 },
    });
  });

  it("places a finding of a cell at the notebook, with the cell as logical location", () => {
    const [location] = run.results[1].locations;
    expect(location.physicalLocation).toEqual({ artifactLocation: { uri: "intro.ipynb" } });
    expect(location.logicalLocations[0].fullyQualifiedName).toBe("intro.ipynb#2");
  });
});
