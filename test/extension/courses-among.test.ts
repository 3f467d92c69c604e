import { describe, expect, it } from "vitest";
import { coursesAmong } from "../../extension/courses-among.ts";

describe("the courses of a workspace folder", () => {
  it("are folders with a Dockerfile and notebooks, the folder itself included", () => {
    expect(coursesAmong(["Dockerfile"], ["week1/intro.ipynb"])).toEqual([""]);
    expect(coursesAmong(["a/Dockerfile", "b/Dockerfile"], ["a/1.ipynb", "b/deep/er/2.ipynb"])).toEqual(["a", "b"]);
  });

  it("are folders with an nbdev.yaml, notebooks or not", () => {
    expect(coursesAmong(["empty/nbdev.yaml"], [])).toEqual(["empty"]);
  });

  it("are not Dockerfiles without notebooks, nor folders whose notebooks are all another course's", () => {
    expect(coursesAmong(["server/Dockerfile"], ["docs/a.ipynb"])).toEqual([]);
    expect(coursesAmong(["Dockerfile", "a/Dockerfile"], ["a/1.ipynb"])).toEqual(["a"]);
  });
});
