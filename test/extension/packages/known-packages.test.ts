import { describe, expect, it } from "vitest";
import type { CoursePackages, Nbdev } from "../../../core/index.ts";
import { KnownPackages } from "../../../extension/packages/known-packages.ts";

const held: CoursePackages = { builtAt: "2026-01-01T10:00:00Z", versions: new Map(), modules: new Map() };

function known(answer: "restricted" | (() => Promise<CoursePackages | undefined>) = async () => held) {
  const asked: unknown[] = [];
  const failures: unknown[] = [];
  const clock = { now: 0 };
  const packages: Nbdev["packages"] = (request) => {
    asked.push(request);
    return answer === "restricted" ? Promise.resolve(held) : answer();
  };
  const nbdev = { packages } as Nbdev;
  const made = new KnownPackages({
    listCourses: async () => [{ directory: "/intro", label: "intro" }],
    openNbdev: async () => (answer === "restricted" ? undefined : nbdev),
    request: ({ directory }) => ({ directory }),
    failed: (error) => failures.push(error),
    ending: new AbortController().signal,
    now: () => clock.now,
  });
  return { made, asked, failures, clock };
}

describe("what is known of the packages around a file", () => {
  it("is asked for its course, looking into nothing, and not again for some seconds", async () => {
    const { made, asked, clock } = known();
    expect(await made.around("/intro/requirements.txt")).toBe(held);
    expect(await made.around("/intro/a/b.ipynb")).toBe(held);
    expect(asked).toEqual([{ directory: "/intro", look: false }]);
    clock.now = 3_001;
    await made.around("/intro/requirements.txt");
    expect(asked).toHaveLength(2);
  });

  it("is nothing for a file of no course, and in a restricted workspace", async () => {
    const { made, asked } = known();
    expect(await made.around("/elsewhere/requirements.txt")).toBeUndefined();
    expect(asked).toEqual([]);
    const restricted = known("restricted");
    expect(await restricted.made.around("/intro/requirements.txt")).toBeUndefined();
    expect(restricted.asked).toEqual([]);
  });

  it("is nothing, and no error, where it cannot be asked", async () => {
    const { made, failures } = known(() => Promise.reject(new Error("no engine")));
    expect(await made.around("/intro/requirements.txt")).toBeUndefined();
    expect(failures).toMatchObject([{ message: "no engine" }]);
  });

  it("is looked up anew once a build was looked into", async () => {
    const { made, asked } = known();
    await made.around("/intro/requirements.txt");
    await made.look({ directory: "/intro", label: "intro" });
    await made.around("/intro/requirements.txt");
    expect(asked).toEqual([false, true, false].map((look) => ({ directory: "/intro", look })));
  });
});
