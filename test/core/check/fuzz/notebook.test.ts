import { describe, it } from "vitest";
import { fuzzedCourse, notebookOf, patience, survive, textOf } from "../../../support/fuzz.ts";

const json = [
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
];
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

describe("whatever stands in a notebook, the checks end, soon, and point into it", () => {
  it("the file", () => survive(textOf(json), (text) => ({ ...fuzzedCourse, "intro.ipynb": text })), patience);

  it(
    "a code cell",
    () => survive(textOf(code), (text) => ({ ...fuzzedCourse, "intro.ipynb": notebookOf(text) })),
    patience,
  );

  it(
    "a text cell",
    () => survive(textOf(markdown), (text) => ({ ...fuzzedCourse, "intro.ipynb": notebookOf(text, "markdown") })),
    patience,
  );
});
