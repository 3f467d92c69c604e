import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDockerfile } from "../../../../core/check/dockerfile/parse-dockerfile.ts";
import { separatePlainRuns } from "../../../../core/check/dockerfile/plain-runs.ts";
import { TextLines } from "../../../../core/check/text-lines.ts";

const lines = [
  "FROM quay.io/jupyter/scipy-notebook:2025-12-31 AS base",
  "FROM base",
  "RUN pip install numpy",
  "  run echo 'a # b' && \\",
  "RUN echo a \\",
  "RUN --mount=type=cache,target=/x pip install x",
  'RUN ["sh", "-c", "true"]',
  "RUN",
  "RUN \\",
  "    pip install -r requirements.txt  ",
  "    echo more && \\  ",
  "# a comment \\",
  "",
  "\t",
  "COPY . \\",
  "ENV A=1 \\",
  "USER ${NB_UID}",
  "RUN echo $A",
];

describe("plain RUN instructions", () => {
  it("are read just as dockerfile-ast reads them", () => {
    const text = fc.tuple(fc.array(fc.constantFrom(...lines), { maxLength: 12 }), fc.constantFrom("\n", "\r\n"));
    fc.assert(
      fc.property(text, ([chosen, end]) => {
        const body = chosen.join(end);
        expect(instructions(`#  ${end}${body}`)).toEqual(instructions(`#<<${end}${body}`)); // `<<` turns it off
      }),
      { numRuns: 2_000 },
    );
  });

  it("leave blank lines where they were", () => {
    const { runs, rest } = separatePlainRuns(new TextLines("FROM a\r\nRUN b \\\r\n  c\r\nUSER d\r\n"));
    expect(runs.map(({ source }) => source)).toEqual(["b \\\r\n  c"]);
    expect(rest).toBe("FROM a\r\n\n\r\nUSER d\r\n");
  });

  it.each([
    "RUN --mount=type=secret,id=a b",
    'RUN ["a"]',
    "RUN a \\",
    "# escape=`\nRUN a",
    "RUN <<E\na\nE",
  ])("are not taken for such: %j", (text) =>
    expect(separatePlainRuns(new TextLines(text))).toEqual({ runs: [], rest: text }));
});

function instructions(text: string) {
  const { lines: _lines, ...facts } = parseDockerfile("Dockerfile", text);
  return facts;
}
