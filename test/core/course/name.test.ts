import { describe, expect, it } from "vitest";
import { courseName } from "../../../core/course/index.ts";

describe("a course's name", () => {
  it.each([
    ["intro", "intro"],
    ["UAI_Source-UAI.1", "uai_source-uai.1"],
    ["mitxt-6.3710.3x", "mitxt-6.3710.3x"],
    ["_x", "_x"],
    ["a".repeat(128), "a".repeat(128)],
  ])("of %j is the tag %j", (text, name) => {
    expect(courseName(text)).toBe(name);
  });

  it.each([
    ["", "it is empty"],
    ["my course", '" " is neither'],
    ['a"b', '"\\"" is neither'],
    ["a'b", '"\'" is neither'],
    ["$(x)", '"$" is neither'],
    ["-rf", 'begins with "-"'],
    ["..", 'begins with "."'],
    ["a\nb", '"\\n" is neither'],
    ["a/b", '"/" is neither'],
    ["kürs", '"ü" is neither'],
    ["x".repeat(255), "255 characters"],
    ["课程", '"课" is neither'],
  ])("refuses %j and says why", (text, reason) => {
    expect(() => courseName(text)).toThrow(
      expect.objectContaining({ code: "COURSE_NAME_INVALID", message: expect.stringContaining(reason) }),
    );
  });
});
