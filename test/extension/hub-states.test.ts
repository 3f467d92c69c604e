import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { CourseDescription, HubStatus, Nbdev } from "../../core/index.ts";
import type { CourseFolder } from "../../extension/course-folders.ts";
import { HubStates } from "../../extension/hub-states.ts";
import { rememberedHubs, SeenHubs } from "../../extension/seen-hubs.ts";
import { memory } from "./memory.ts";

const intro: CourseFolder = { directory: "/intro", label: "intro" };
const description: CourseDescription = { name: "intro", notebooks: ["a.ipynb"] };
const gone = "There is no course directory /intro.";

/** A hub of `runtime` in a place that is `place`. */
function hub(runtime: string, place: string): HubStatus {
  return { runtime, place: { state: place }, hub: { state: "running" }, servers: [] } as unknown as HubStatus;
}
const status = hub("process", "running");

interface Options {
  readonly courses?: CourseFolder[];
  readonly nbdev?: Partial<Nbdev> | "restricted";
  readonly memory?: ReturnType<typeof memory>;
  readonly longestAnswer?: number;
}

function states(options: Options = {}) {
  const courses = options.courses ?? [intro];
  const asked: string[] = [];
  const kept = options.memory ?? memory();
  const nbdev = {
    describe: async ({ directory }) => {
      asked.push(directory);
      if (!courses.some((course) => course.directory === directory)) throw new Error(gone);
      return description;
    },
    image: async () => undefined,
    status: async () => status,
    ...(options.nbdev === "restricted" ? {} : options.nbdev),
  } as Nbdev;
  const made = new HubStates({
    listCourses: async () => courses,
    openNbdev: async () => (options.nbdev === "restricted" ? undefined : nbdev),
    request: ({ directory, runtime }) => ({ directory, runtime }),
    seen: new SeenHubs(kept),
    milliseconds: 1,
    longestAnswerMilliseconds: options.longestAnswer ?? 60_000,
  });
  onTestFinished(() => made.dispose());
  return { states: made, asked, courses, memory: kept };
}

/** What a window sees that is opened anew on what an earlier one remembered. */
async function reloaded(options: Options) {
  const made = states({ courses: [], ...options });
  return { ...made, orphaned: await made.states.orphaned() };
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

  it("keeps what could be asked, and says why the rest could not", async () => {
    const unreachable = () => Promise.reject(new Error("no engine\nmore"));
    const { states: watched } = states({ nbdev: { image: unreachable, status: unreachable } });
    await watched.refresh();
    expect(watched.of("/intro")).toEqual({ course: intro, description, problem: "no engine" });
    const { states: another } = states({ nbdev: { image: unreachable } });
    await another.refresh();
    expect(another.of("/intro")).toEqual({ course: intro, description, status, problem: "no engine" });
  });

  it("is waited for only so long, where an engine hangs and hears no signal", async () => {
    const hanging = () => new Promise<never>(() => undefined);
    const { states: watched } = states({ nbdev: { status: hanging }, longestAnswer: 20 });
    await watched.refresh();
    const problem = "There was no answer in time.";
    expect(watched.of("/intro")).toEqual({ course: intro, description, image: "not built", problem });
  });

  it("is nothing in a restricted workspace, where nothing is asked", async () => {
    const { states: watched, asked } = states({ nbdev: "restricted" });
    await watched.refresh();
    expect(asked).toEqual([]);
    expect(watched.all()).toEqual([{ course: intro }]);
  });
});

describe("a course whose folder is gone", () => {
  const seenIn = (runtime: HubStatus["runtime"]): CourseFolder => ({ ...intro, runtime });

  it.each([
    ["process", "running", true],
    ["process", "stopped", true],
    ["process", "absent", false],
    ["kind", "running", true],
    ["kind", "stopped", true],
    ["kind", "absent", false],
  ] as const)("is shown while its %s hub is %s: %s, also after a reload, and forgotten else", async (runtime, place, isLeft) => {
    let there = hub(runtime, "running");
    const options: Options = { nbdev: { status: async () => there }, memory: memory() };
    const { states: watched, courses } = states(options);
    await watched.refresh();
    courses.length = 0;
    there = hub(runtime, place);
    for (let i = 0; i < 2; i++) await watched.refresh();
    const left = isLeft ? [seenIn(runtime)] : [];
    expect(await watched.orphaned()).toEqual(left);
    expect(watched.all().map(({ course, problem }) => [course, problem])).toEqual(left.map((each) => [each, gone]));
    const anew = await reloaded(options);
    expect(anew.orphaned).toEqual(left);
    expect(anew.asked).toEqual(left.map(({ directory }) => directory));
  });

  it("is dropped where it never had a hub, and where its folder is still there", async () => {
    for (const [place, nbdev] of [
      ["absent", {}],
      ["running", { describe: async () => description }],
    ] as const) {
      const { states: watched, courses } = states({ nbdev: { status: async () => hub("process", place), ...nbdev } });
      await watched.refresh();
      courses.length = 0;
      await watched.refresh();
      expect(watched.all(), place).toEqual([]);
    }
  });

  it.each([
    ["kind", "kind", []],
    ["kind", "process", [seenIn("kind")]],
    ["process", "process", [seenIn("process")]],
  ] as const)("and whose hub is on %s is, beside a course on %s, still %j", async (runtime, others, left) => {
    const algebra: CourseFolder = { directory: "/algebra", label: "algebra" };
    const answer: Partial<Nbdev> = {
      status: async ({ directory }) => hub(directory === "/intro" ? runtime : others, "running"),
    };
    const { states: watched, courses, memory: kept } = states({ courses: [intro, algebra], nbdev: answer });
    await watched.refresh();
    courses.shift();
    await watched.refresh();
    expect(await watched.orphaned()).toEqual(left);
    expect(kept.get(rememberedHubs)).toEqual([...left, { ...algebra, runtime: others }]);
  });

  it("is found by a recall, which asks for nothing else", async () => {
    const { states: watched, courses, asked } = states();
    await watched.refresh();
    await watched.recall();
    expect([await watched.orphaned(), asked]).toEqual([[], ["/intro"]]);
    courses.length = 0;
    await watched.recall();
    expect(await watched.orphaned()).toEqual([seenIn("process")]);
  });

  it("is asked for in the runtime of its hub, and stays remembered while nobody answers there", async () => {
    const kept = memory();
    await states({ memory: kept, nbdev: { status: async () => hub("kind", "running") } }).states.refresh();
    const runtimes: unknown[] = [];
    const silent: Partial<Nbdev> = {
      status: async ({ runtime }) => {
        runtimes.push(runtime);
        throw new Error("no engine");
      },
    };
    expect((await reloaded({ memory: kept, nbdev: silent })).orphaned).toEqual([]);
    expect((await reloaded({ memory: kept, nbdev: "restricted" })).orphaned).toEqual([]);
    expect(runtimes).toEqual(["kind"]);
    const back = await reloaded({ memory: kept, nbdev: { status: async () => hub("kind", "running") } });
    expect(back.orphaned).toEqual([seenIn("kind")]);
  });

  it("is an ordinary one again once its folder is back", async () => {
    const kept = memory();
    await states({ memory: kept }).states.refresh();
    expect(kept.get(rememberedHubs)).toEqual([seenIn("process")]);
    const { orphaned, states: watched, asked } = await reloaded({ memory: kept, courses: [intro] });
    expect([orphaned, asked]).toEqual([[], []]);
    await watched.refresh();
    expect(watched.all().map(({ course }) => course)).toEqual([intro]);
  });
});
