import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ImageReference, isImageTag } from "../../../core/image/index.ts";

const word = fc.stringMatching(/^[a-z0-9]{1,12}$/);
const repository = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join("/"));
const host = fc.oneof(
  fc.tuple(word, word).map(([name, domain]) => `${name}.${domain}`),
  fc.nat(65535).map((port) => `127.0.0.1:${port}`),
);
const tag = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/);

describe("ImageReference", () => {
  test.each([
    ["ubuntu", "docker.io/library/ubuntu:latest"],
    ["jupyter/base-notebook:2025", "docker.io/jupyter/base-notebook:2025"],
    ["localhost/a", "localhost/a:latest"],
    ["127.0.0.1:5000/a/b:c", "127.0.0.1:5000/a/b:c"],
    [`a@sha256:${"0".repeat(64)}`, `docker.io/library/a@sha256:${"0".repeat(64)}`],
  ])("reads %s as docker does", (text, full) => {
    expect(String(ImageReference.parse(text))).toBe(full);
  });

  test("what it prints, it reads back the same", () => {
    fc.assert(
      fc.property(host, repository, tag, (host, repository, tag) => {
        const text = `${host}/${repository}:${tag}`;
        expect(String(ImageReference.parse(text))).toBe(text);
      }),
    );
  });

  test("two images of different registries never meet in a mirror", () => {
    fc.assert(
      fc.property(host, host, repository, tag, (one, other, repository, tag) => {
        fc.pre(one.replace(":", "-") !== other.replace(":", "-"));
        const at = (host: string) => String(ImageReference.parse(`${host}/${repository}:${tag}`).mirroredAt("m:1"));
        expect(at(one)).not.toBe(at(other));
        expect(String(ImageReference.parse(at(one)))).toBe(at(one));
      }),
    );
  });

  test.each([
    "",
    " a",
    "A",
    "a b",
    "-a",
    "a/../b",
    "$(x)",
    'a"',
    "a\nb",
    "a:é",
    "a:-b",
    "a@sha256:1",
    "a@b@c",
    "é",
  ])("refuses %j", (text) => {
    expect(() => ImageReference.parse(text)).toThrow(expect.objectContaining({ code: "IMAGE_REFERENCE_INVALID" }));
  });

  test("a tag has at most 128 characters, and no line end", () => {
    expect([isImageTag("a".repeat(128)), isImageTag("a".repeat(129)), isImageTag("a\n")]).toEqual([true, false, false]);
  });
});
