import { describe, it } from "vitest";
import { fuzzedCourse, patience, survive, textOf } from "../../../support/fuzz.ts";

const requirements = [
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
];
const environment = [
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
];

describe("whatever stands in requirements, the checks end, soon, and point into them", () => {
  it(
    "requirements.txt",
    () => survive(textOf(requirements), (text) => ({ ...fuzzedCourse, "requirements.txt": text })),
    patience,
  );

  it(
    "environment.yml",
    () => survive(textOf(environment), (text) => ({ ...fuzzedCourse, "environment.yml": text })),
    patience,
  );
});
