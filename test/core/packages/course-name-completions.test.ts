import { describe, expect, it } from "vitest";
import { completeCourseName } from "../../../core/packages/index.ts";

describe("what completes the course of an nbdev.yaml", () => {
  it("is a course of production, in place of the word that is there", () => {
    const found = completeCourseName("limits:\n  memory: 4G\ncourse: uai_x # mine\n", { line: 2, character: 11 });
    expect(found?.range).toEqual({ start: { line: 2, character: 8 }, end: { line: 2, character: 13 } });
    expect(found?.courses).toContainEqual({ name: "uai_source-uai.9", gpu: true });
    expect(completeCourseName('course: "', { line: 0, character: 9 })).toBeDefined();
  });

  it("is nothing for other keys, deeper ones, and beside the value", () => {
    const texts = ["notebook: a", "image:\n  course: a", "course: a b", "course:"];
    for (const text of texts) {
      const last = text.split("\n").at(-1) ?? "";
      const position = { line: text.split("\n").length - 1, character: last.length };
      expect(completeCourseName(text, position), text).toBeUndefined();
    }
  });
});
