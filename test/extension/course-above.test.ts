import { describe, expect, it } from "vitest";
import { courseAbove } from "../../extension/course-above.ts";

function above(directory: string, ...files: string[]) {
  const asked: string[] = [];
  const exists = async (path: string) => {
    asked.push(path);
    return files.includes(path);
  };
  return { found: courseAbove(directory, exists), asked };
}

describe("the course around a folder", () => {
  it("is the nearest with a Dockerfile or an nbdev.yaml, up to the root of the repository", async () => {
    const files = ["/home/repo/.git", "/home/repo/Dockerfile", "/home/repo/intro/nbdev.yaml"];
    expect(await above("/home/repo/intro/notebooks/week1", ...files).found).toBe("/home/repo/intro");
    expect(await above("/home/repo/other", ...files).found).toBe("/home/repo");
  });

  it("is never outside of the repository, which is not left either", async () => {
    const { found, asked } = above("/home/repo/notebooks", "/home/Dockerfile", "/home/repo/.git");
    expect(await found).toBeUndefined();
    expect(asked.filter((path) => !path.startsWith("/home/repo/"))).toEqual([]);
    expect(await above("/home/repo", "/home/Dockerfile", "/home/.git", "/home/repo/.git").found).toBeUndefined();
  });

  it("is none without a repository", async () => {
    expect(await above("/home/course/notebooks", "/home/course/Dockerfile").found).toBeUndefined();
  });
});
