import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { launchUrl, productionUrl } from "../../../core/course/index.ts";

describe("launch links", () => {
  it("have the shape that production's gateway and the local hub know", () => {
    const link = { course: "intro", notebook: "week 1/a+b&c#d%.ipynb" };
    expect(productionUrl(link)).toBe(
      "https://nb.learn.mit.edu/tmplogin?course=intro&notebook=week%201%2Fa%2Bb%26c%23d%25.ipynb",
    );
    expect(launchUrl({ ...link, hubUrl: "http://127.0.0.1:8000", token: "t/+=" })).toBe(
      "http://127.0.0.1:8000/hub/tmplogin?course=intro&notebook=week%201%2Fa%2Bb%26c%23d%25.ipynb&token=t%2F%2B%3D",
    );
  });

  it("leave the notebook out for the tree", () => {
    expect(productionUrl({ course: "intro", notebook: undefined })).not.toContain("notebook");
  });

  it("give back exactly the notebook, whatever its name", () => {
    const notebook = fc.string({ unit: "binary", maxLength: 60 }).map((name) => `${name}.ipynb`);
    fc.assert(
      fc.property(notebook, fc.string({ unit: "grapheme" }), (name, token) => {
        const url = launchUrl({ hubUrl: "http://127.0.0.1:1", course: "c", notebook: name, token });
        const { searchParams, pathname, hash } = new URL(url);
        expect([...searchParams]).toEqual([
          ["course", "c"],
          ["notebook", name],
          ["token", token],
        ]);
        expect([pathname, hash]).toEqual(["/hub/tmplogin", ""]);
        expect(url).toMatch(/^[\x21-\x7e]+$/);
      }),
      { numRuns: 500 },
    );
  });
});
