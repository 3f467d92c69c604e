import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDockerfile } from "../../../../core/check/dockerfile/parse-dockerfile.ts";

const pieces = [
  "FROM base:1 AS build",
  "FROM build",
  "ARG VERSION=1",
  "ENV A=b C=$VERSION",
  "COPY $A ${C} /x/",
  "COPY --from=build a b",
  "WORKDIR /home/$A",
  "RUN echo $A",
  "RUN",
  "run --mount=type=cache,target=/x pip install",
  'RUN ["a", "b c"]',
  "  RUN indented",
  'CMD ["x"]',
  "ONBUILD RUN y",
  "# comment \\",
  "# syntax=docker/dockerfile:1",
  "\\",
  "a \\ ",
  "RUN a && \\",
  "COPY a \\",
  "RU\\",
  "FROM \\",
  "word",
  "",
  "  ",
  "\t# indented comment",
];

describe("a Dockerfile that is read in parts", () => {
  it("says the same as one that is read as a whole", () => {
    const texts = fc
      .tuple(fc.array(fc.constantFrom(...pieces), { maxLength: 14 }), fc.constantFrom("\n", "\r\n"))
      .map(([lines, end]) => [...lines, "", "LABEL last=1", ""].join(end));
    fc.assert(
      fc.property(texts, (text) => {
        const asAWhole = parseDockerfile("Dockerfile", `${text}# <<`);
        const inParts = parseDockerfile("Dockerfile", text);
        expect(inParts.instructions).toEqual(asAWhole.instructions);
        expect(inParts.base).toEqual(asAWhole.base);
      }),
      { numRuns: 500 },
    );
  });
});
