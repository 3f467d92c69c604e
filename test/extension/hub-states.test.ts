import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { CourseDescription, HubStatus, Nbdev } from "../../core/index.ts";
import type { CourseFolder } from "../../extension/course-folders.ts";
import { HubStates } from "../../extension/hub-states.ts";

const intro: CourseFolder = { directory: "/intro", label: "intro" };
const description: CourseDescription = { name: "intro", notebooks: ["a.ipynb"] };
const status = { runtime: "process", hub: { state: "running" }, servers: [] } as unknown as HubStatus;

function states(options: { courses?: CourseFolder[]; nbdev?: Partial<Nbdev> | "restricted" } = {}) {
  const courses = options.courses ?? [intro];
  const asked: string[] = [];
  const nbdev = {
    describe: async ({ directory }) => {
      asked.push(directory);
      return description;
    },
    image: async () => undefined,
    status: async () => status,
    ...(options.nbdev === "restricted" ? {} : options.nbdev),
  } as Nbdev;
  const made = new HubStates({
    listCourses: async () => courses,
    openNbdev: async () => (options.nbdev === "restricted" ? undefined : nbdev),
    request: ({ directory }) => ({ directory }),
    milliseconds: 1,
  });
  onTestFinished(() => made.dispose());
  return { states: made, asked, courses };
}

describe("what is known of courses and their hubs", () => {
  it("is asked again and again while somebody looks, and not otherwise", async () => {
    const { states: watched, asked } = states();
    watched.setLooking("tree", true);
    await vi.waitFor(() => expect(asked.length).toBeGreaterThan(3));
    watched.setLooking("tree", false);
    await watched.refresh();
    const sofar = asked.length;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(asked.length).toBe(sofar);
    expect(watched.of("/intro")).toEqual({ course: intro, description, image: "not built", status });
  });

  it("is said to listeners only when it changed", async () => {
    const { states: watched } = states();
    let said = 0;
    watched.onDidChange(() => said++);
    await watched.refresh();
    await watched.refresh();
    expect(said).toBe(1);
  });

  it("drops a course that has vanished", async () => {
    const { states: watched, courses } = states();
    await watched.refresh();
    courses.length = 0;
    await watched.refresh();
    expect(watched.all()).toEqual([]);
  });

  it.each([
    ["process", "running", [intro]],
    ["process", "stopped", [intro]],
    ["process", "absent", []],
    ["kind", "running", []],
  ])("of a course whose folder is gone and whose %s hub is %s is still %j", async (runtime, state, left) => {
    const gone = { ...status, runtime, place: { state } } as unknown as HubStatus;
    const nbdev: Partial<Nbdev> = {
      describe: () => Promise.reject(new Error("There is no course directory /intro.")),
      status: async () => gone,
    };
    const { states: watched, courses } = states({ nbdev });
    await watched.refresh();
    courses.length = 0;
    for (let i = 0; i < 2; i++) await watched.refresh();
    expect(watched.orphaned()).toEqual(left);
    expect(watched.all().map(({ course, problem }) => [course, problem])).toEqual(
      left.map((course) => [course, "There is no course directory /intro."]),
    );
  });

  it("keeps what could be asked, and says why the rest could not", async () => {
    const unreachable = () => Promise.reject(new Error("no engine\nmore"));
    const { states: watched } = states({ nbdev: { image: unreachable, status: unreachable } });
    await watched.refresh();
    expect(watched.of("/intro")).toEqual({ course: intro, description, problem: "no engine" });
  });

  it("is nothing in a restricted workspace, where nothing is asked", async () => {
    const { states: watched, asked } = states({ nbdev: "restricted" });
    await watched.refresh();
    expect(asked).toEqual([]);
    expect(watched.all()).toEqual([{ course: intro }]);
  });
});
