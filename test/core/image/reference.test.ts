import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ImageReference, isImageTag } from "../../../core/image/index.ts";

describe("image references", () => {
  it.each([
    ["ubuntu", "docker.io/library/ubuntu:latest"],
    ["jupyter/base:1", "docker.io/jupyter/base:1"],
    ["localhost/a/b", "localhost/a/b:latest"],
    ["127.0.0.1:5000/a:b", "127.0.0.1:5000/a:b"],
    [`quay.io/a/b@sha256:${"0".repeat(64)}`, `quay.io/a/b@sha256:${"0".repeat(64)}`],
  ])("%s is %s", (text, full) => {
    expect(String(ImageReference.parse(text))).toBe(full);
  });

  it.each([
    "",
    "UPPER/case",
    "a b",
    "a:-x",
    "a@sha256:short",
    "$(touch x)",
    "../a",
    "a\nb",
    "é/b",
  ])("refuses %j", (text) => {
    expect(() => ImageReference.parse(text)).toThrow(expect.objectContaining({ code: "IMAGE_REFERENCE_INVALID" }));
  });

  it("parses what it prints", () => {
    const part = fc.stringMatching(/^[a-z0-9]{1,8}$/);
    const tag = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,20}$/);
    fc.assert(
      fc.property(part, part, tag, (folder, name, tag) => {
        const text = `registry.example:5000/${folder}/${name}:${tag}`;
        expect(String(ImageReference.parse(text))).toBe(text);
      }),
    );
  });

  it("never lets two registries' images meet in a mirror", () => {
    const mirror = (text: string) => String(ImageReference.parse(text).mirroredAt("127.0.0.1:1"));
    expect(mirror("quay.io/a/b:1")).toBe("127.0.0.1:1/quay.io/a/b:1");
    expect(mirror("quay.io/a/b:1")).not.toBe(mirror("docker.io/a/b:1"));
  });

  it("a tag has at most 128 characters of its alphabet", () => {
    expect([isImageTag("a".repeat(128)), isImageTag("a".repeat(129)), isImageTag(".a"), isImageTag("")]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});
