import { describe, expect, it } from "vitest";
import { type Diagnostic, runChecks, type SnapshotFile } from "../../../core/index.ts";
import { type CommentedDocument, ignoreInsertion } from "../../../extension/diagnostics/ignore-comment.ts";

const good = "FROM quay.io/jupyter/scipy-notebook:2025-12-31\nCOPY --chown=1000:100 . ./\n";

/** Puts the comment in, and looks whether the rules take it for one. */
describe.each(["\n", "\r\n"])("with lines that end in %j", (end) => {
  it.each([
    ["NB101", "FROM jupyter/scipy-notebook\n", "# nbdev: ignore NB101\nFROM jupyter/scipy-notebook\n"],
    [
      "NB140",
      `# syntax=docker/dockerfile:1\n${good}USER root\n`,
      `# syntax=docker/dockerfile:1\n${good}# nbdev: ignore NB140\nUSER root\n`,
    ],
    [
      "NB121",
      `${good.split("\n")[0]}\nRUN true && \\\n  pip install -r none.txt\n`,
      `${good.split("\n")[0]}\nRUN true && \\\n  # nbdev: ignore NB121\n  pip install -r none.txt\n`,
    ],
  ])("silences %s in a Dockerfile", (code, text, wanted) => {
    expect(silenced(code, "Dockerfile", text.replaceAll("\n", end))).toBe(wanted.replaceAll("\n", end));
  });

  it("joins a comment that silences others there", () => {
    const text = "# nbdev: ignore NB220\nos  # a module\n".replaceAll("\n", end);
    expect(silenced("NB212", "requirements.txt", text)).toContain("# nbdev: ignore NB220, NB212");
  });
});

describe("in a notebook", () => {
  it.each([
    [
      "a code cell",
      "code",
      "NB301",
      "for x in y:\n    import jax",
      "for x in y:\n    # nbdev: ignore NB301\n    import jax",
    ],
    [
      "a code cell with a comment there",
      "code",
      "NB301",
      "# nbdev: ignore NB310\nimport jax",
      "# nbdev: ignore NB310, NB301\nimport jax",
    ],
    [
      "code behind a comment of the line before",
      "code",
      "NB301",
      "x = 1  # nbdev: ignore NB310\nimport jax",
      "x = 1  # nbdev: ignore NB310\n# nbdev: ignore NB301\nimport jax",
    ],
    [
      "a text cell",
      "markdown",
      "NB320",
      "- [a](gone.ipynb)\n- b",
      "- [a](gone.ipynb) <!-- nbdev: ignore NB320 -->\n- b",
    ],
  ] as const)("silences it in %s", (_what, type, code, source, wanted) => {
    const found = cellFindings(type, source);
    const finding = found.find((one) => one.code === code) as Diagnostic;
    const after = inserted(source, ignoreInsertion(finding, { type, lines: source.split("\n") }));
    expect(after).toBe(wanted);
    expect(cellFindings(type, after).map((one) => one.code)).not.toContain(code);
  });

  it("is not offered above a cell magic", () => {
    const finding = {
      code: "NB303",
      path: "a.ipynb",
      range: { start: { line: 0, character: 0 }, end: { line: 0, character: 9 } },
    };
    expect(ignoreInsertion(finding as Diagnostic, { type: "code", lines: ["%%writefile x"] })).toBeUndefined();
  });
});

it("is not offered for settings that cannot be read, nor where a file has no comments", () => {
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 3 } };
  const document: CommentedDocument = { type: "file", lines: ["x"] };
  expect(ignoreInsertion({ code: "NB403", path: "nbdev.yaml", range } as Diagnostic, document)).toBeUndefined();
  expect(ignoreInsertion({ code: "NB331", path: "data.csv", range } as Diagnostic, document)).toBeUndefined();
});

function silenced(code: string, path: string, text: string): string {
  const finding = findings({ [path]: text }).find((one) => one.code === code);
  if (finding === undefined) throw new Error(`no ${code} to silence`);
  const after = inserted(text, ignoreInsertion(finding, { type: "file", lines: text.split(/\r?\n/) }));
  expect(findings({ [path]: after }).map((one) => one.code)).not.toContain(code);
  return after;
}

function cellFindings(type: "code" | "markdown", source: string): Diagnostic[] {
  const notebook = { cells: [{ cell_type: type, source }], metadata: {}, nbformat: 4 };
  return findings({ Dockerfile: good, "a.ipynb": JSON.stringify(notebook) });
}

function findings(texts: Record<string, string>): Diagnostic[] {
  const files = Object.entries(texts).map(([path, text]): [string, SnapshotFile] => [
    path,
    { path, size: text.length, version: text, text: () => text },
  ]);
  return runChecks({ name: undefined, production: [], image: undefined, files: new Map(files) });
}

/** As an editor does it: line ends of the insertion become the document's. */
function inserted(text: string, insertion: ReturnType<typeof ignoreInsertion>): string {
  if (insertion === undefined) throw new Error("nothing to insert");
  const end = text.includes("\r\n") ? "\r\n" : "\n";
  const lines = text.split(end);
  const line = lines[insertion.at.line] ?? "";
  const { character } = insertion.at;
  lines[insertion.at.line] = line.slice(0, character) + insertion.text.replaceAll("\n", end) + line.slice(character);
  return lines.join(end);
}
