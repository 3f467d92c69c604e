import { describe, it } from "vitest";
import { fuzzedCourse, patience, survive, textOf } from "../../../support/fuzz.ts";

const fragments = [
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
  "numpy>=2",
  "'pandas == 1.0'",
  '"x[y]"',
  ">=",
  "<2",
  "`x`",
  "--index-url",
];

describe("whatever stands in a Dockerfile, the checks end, soon, and point into it", () => {
  it("Dockerfile", () => survive(textOf(fragments), (text) => ({ ...fuzzedCourse, Dockerfile: text })), patience);

  it(
    "the command line of pip",
    () => {
      const dockerfileOf = (text: string) => `FROM quay.io/jupyter/base-notebook:2025-12-31\nRUN pip install ${text}\n`;
      survive(textOf(fragments), (text) => ({ ...fuzzedCourse, Dockerfile: dockerfileOf(text) }));
    },
    patience,
  );
});
