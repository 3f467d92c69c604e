import { describe, it } from "vitest";
import { fuzzedCourse, patience, survive, textOf } from "../../../support/fuzz.ts";
import { fragments } from "./dockerfile-fragments.ts";

const dockerfileOf = (text: string) => `FROM quay.io/jupyter/base-notebook:2025-12-31\nRUN pip install ${text}\n`;

describe("whatever pip is given in a Dockerfile, the checks end, soon, and point into it", () => {
  it(
    "the command line of pip",
    () => survive(textOf(fragments), (text) => ({ ...fuzzedCourse, Dockerfile: dockerfileOf(text) })),
    patience,
  );
});
