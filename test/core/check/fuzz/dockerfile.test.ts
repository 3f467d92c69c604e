import { describe, it } from "vitest";
import { fuzzedCourse, patience, survive, textOf } from "../../../support/fuzz.ts";
import { fragments } from "./dockerfile-fragments.ts";

describe("whatever stands in a Dockerfile, the checks end, soon, and point into it", () => {
  it("Dockerfile", () => survive(textOf(fragments), (text) => ({ ...fuzzedCourse, Dockerfile: text })), patience);
});
