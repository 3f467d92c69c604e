import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyFixes, type Diagnostic, FactsMemo, runChecks } from "../../../core/check/index.ts";
import { readCheckSettings } from "../../../core/check/settings.ts";
import { snapshotOfTexts } from "../../../core/check/snapshot.ts";
import { isNbdevError } from "../../../core/errors/index.ts";
import { productionCourses } from "../../../core/production/courses.ts";

/** `npm run fuzz` gives each parser 100,000 texts; the unit tests a taste of it. */
const numRuns = Number(process.env.NBDEV_FUZZ_RUNS ?? 200);
const longestMilliseconds = 1_000;
const mostHeap = 256e6;

const parts = {
  Dockerfile: [
    "FROM",
    "RUN",
    "COPY",
    "ADD",
    "ENV",
    "ARG",
    "USER",
    "ENTRYPOINT",
    "ONBUILD",
    "# escape=`\n",
    "\\\n",
    "`\n",
    "<<EOF",
    "EOF",
    "<<-'E'",
    "${A:-b}",
    "$HOME",
    "--from=",
    "--chown=1:1",
    "--mount=type=bind,source=x,target=/y",
    '["a", "b"]',
    "[",
    '"',
    "'",
    "pip install",
    "-r",
    "requirements.txt",
    "&&",
    "quay.io/jupyter/scipy-notebook:latest",
    "AS base",
    "../x",
    "*.csv",
    ".",
    "A=b",
    "#",
    "\t",
  ],
  "requirements.txt": [
    "numpy",
    "==",
    "1.0",
    ">=",
    "~=",
    "1.*",
    "[",
    "]",
    "x,y",
    ";",
    "python_version",
    "<",
    '"3"',
    "--hash=sha256:a",
    "-r",
    "-c",
    "-e",
    "./x",
    "git+https://x/y@z",
    "@",
    "https://x/y.whl",
    "#",
    "\\\n",
    "--index-url",
    "(",
    ")",
    " and ",
    "é",
    "\u00a0",
    "sklearn",
    "os",
    "=",
  ],
  "environment.yml": [
    "name: x",
    "dependencies:",
    "  - ",
    "pip:",
    "      - ",
    "numpy=1",
    "{",
    "}",
    "[",
    "]",
    "&a",
    "*a",
    "<<:",
    "|",
    ">",
    "!!str",
    "? ",
    ": ",
    "'",
    '"',
    "#",
  ],
  "intro.ipynb": [
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    '"cells"',
    '"source"',
    '"cell_type"',
    '"code"',
    '"metadata"',
    '"nbformat"',
    "4",
    "null",
    '"id"',
    '"a"',
    '"import x"',
    "1e999",
    "\\u0000",
    '"kernelspec"',
    "<<<<<<< ",
  ],
  launch_urls: [
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
  ],
  ".dockerignore": ["!", "*", "**", "/", "#", "a.csv", "[a-", "]", "\\", "..", "?", "{a,b}", "intro.ipynb", "("],
} as const;
const code = [
  "import ",
  "from ",
  " as ",
  "a.b",
  ".",
  "(",
  ")",
  "[",
  "]",
  "{",
  "}",
  "'",
  '"',
  '"""',
  "f'{",
  "\\\n",
  "%",
  "%%bash\n",
  "!",
  "!pip install x",
  "?",
  "try:\n ",
  "except:\n ",
  "if x:\n    ",
  "open('a.csv')",
  "pd.read_csv(r'c:\\x')",
  "#",
  "=",
  "await ",
  "lambda:",
  "\t",
  "é",
  "\u{1f600}",
  "with suppress(E):\n ",
];
const markdown = [
  "[",
  "]",
  "(",
  ")",
  "<",
  ">",
  "a.ipynb",
  "../",
  "`",
  "```",
  "~~~",
  "%zz",
  "#",
  "?",
  "href=",
  '"',
  "!",
];

const course = {
  Dockerfile: "FROM quay.io/jupyter/scipy-notebook:2025-12-31\nCOPY . .\nRUN pip install -r requirements.txt\n",
  "requirements.txt": "numpy==1.26.4\n",
  "intro.ipynb": notebook("import numpy\n"),
  "a.csv": "a\n",
};

describe("whatever stands in the files, the checks end, soon, and point into them", () => {
  for (const [path, fragments] of Object.entries(parts)) {
    it(path, () => survive(textOf(fragments), (text) => ({ ...course, [path]: text })));
  }

  it("nbdev.yaml", () => {
    const fragments = [
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
    const refusal = (text: string) => {
      try {
        readCheckSettings("nbdev.yaml", text);
        return undefined;
      } catch (error) {
        return isNbdevError(error) ? undefined : error;
      }
    };
    fc.assert(
      fc.property(textOf(fragments), (text) => {
        expect(refusal(text)).toBeUndefined();
      }),
      { numRuns },
    );
  });

  it("a code cell", () => survive(textOf(code), (text) => ({ ...course, "intro.ipynb": notebook(text) })));

  it("a text cell", () =>
    survive(textOf(markdown), (text) => ({ ...course, "intro.ipynb": notebook(text, "markdown") })));
});

function survive(texts: fc.Arbitrary<string>, filesOf: (text: string) => Record<string, string>): void {
  let slowest = 0;
  const memo = new FactsMemo(); // so that only the text that changes is parsed
  const property = fc.property(texts, (text) => {
    const started = performance.now();
    const snapshot = snapshotOfTexts(filesOf(text), { name: "uai_source-uai.9", production: productionCourses });
    const diagnostics = runChecks(snapshot, { memo });
    slowest = Math.max(slowest, performance.now() - started);
    applyFixes(diagnostics, (path) => snapshot.files.get(path)?.text());
    for (const diagnostic of diagnostics) expectInside(diagnostic, snapshot.files.get(diagnostic.path)?.text());
  });
  fc.assert(property, { numRuns });
  expect(slowest).toBeLessThan(longestMilliseconds);
  collectGarbage();
  expect(process.memoryUsage().heapUsed).toBeLessThan(mostHeap);
}

function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
}

function expectInside({ range, cell, code: rule }: Diagnostic, text: string | undefined): void {
  const { start, end } = range;
  const isOrdered = start.line < end.line || (start.line === end.line && start.character <= end.character);
  expect({ rule, range, isOrdered }).toEqual({ rule, range, isOrdered: true });
  if (text === undefined || cell !== undefined) return;
  const lines = text.split(/\r\n|\n|\r/);
  expect({ rule, range, lines: lines.length > end.line }).toEqual({ rule, range, lines: true });
}

/** Fragments of the file's own language in any order, between texts of any characters. */
function textOf(fragments: readonly string[]): fc.Arbitrary<string> {
  const piece = fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...fragments) },
    { weight: 3, arbitrary: fc.constantFrom(" ", "\n", "\r\n", "\n\n", "  ") },
    { weight: 2, arbitrary: fc.string({ unit: "binary", maxLength: 12 }) },
  );
  const separator = fc.constantFrom("", " ", "\n");
  return fc
    .array(fc.tuple(piece, separator), { maxLength: 40 })
    .map((pieces) => pieces.map(([text, after]) => text + after).join(""));
}

function notebook(source: string, type = "code"): string {
  return JSON.stringify({
    cells: [{ cell_type: type, id: "a", source, metadata: {}, outputs: [] }],
    metadata: {},
    nbformat: 4,
  });
}
