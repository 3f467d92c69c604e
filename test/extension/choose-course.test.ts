import { describe, expect, it } from "vitest";
import { CourseChoice, isWithin, notebookIn, rememberedCourse } from "../../extension/choose-course.ts";
import type { CourseFolder } from "../../extension/course-folders.ts";
import { targetOf } from "../../extension/target.ts";
import { memory } from "./memory.ts";

const course = (directory: string): CourseFolder => ({ directory, label: directory.slice(1) });
const [repository, algebra, intro] = [course("/repo"), course("/repo/algebra"), course("/repo/intro")] as const;

function choice(courses: CourseFolder[], options: { active?: string; answer?: CourseFolder } = {}) {
  const asked: string[][] = [];
  const outside = {
    memory: memory(),
    listCourses: async () => courses,
    activeFile: () => options.active,
    ask: async (among: readonly CourseFolder[]) => {
      asked.push(among.map(({ label }) => label));
      return options.answer;
    },
  };
  return { asked, outside, choice: new CourseChoice(outside) };
}

describe("which course a command means", () => {
  it("is the deepest one around what it was called on, whatever was chosen before", async () => {
    const { choice: chosen, outside } = choice([repository, algebra, intro]);
    await outside.memory.update(rememberedCourse, intro.directory);
    expect(await chosen.choose({ path: "/repo/algebra/week1/a.ipynb" })).toBe(algebra);
    expect(await chosen.choose({ path: "/repo/README.md" })).toBe(repository);
  });

  it("is the active editor's, then the remembered one, then the only one", async () => {
    expect(await choice([algebra, intro], { active: "/repo/intro/Dockerfile" }).choice.choose(undefined)).toBe(intro);
    expect(await choice([algebra]).choice.choose(undefined)).toBe(algebra);
    const { choice: chosen, outside, asked } = choice([algebra, intro]);
    await outside.memory.update(rememberedCourse, intro.directory);
    expect(await chosen.choose(undefined)).toBe(intro);
    expect(asked).toEqual([]);
  });

  it("is asked once and remembered, and can be asked again", async () => {
    const { choice: chosen, asked } = choice([algebra, intro], { answer: algebra });
    expect(await chosen.choose(undefined)).toBe(algebra);
    expect(await chosen.choose(undefined)).toBe(algebra);
    expect(asked).toHaveLength(1);
    await chosen.chooseAnew();
    expect(asked).toHaveLength(2);
  });

  it("is told to listeners when another one was chosen, and not otherwise", async () => {
    const { choice: chosen, outside } = choice([algebra, intro]);
    const told: (string | undefined)[] = [];
    const listening = chosen.onDidChange(async () => told.push((await chosen.current())?.label));
    const answer = async (course: CourseFolder | undefined) => {
      outside.ask = async () => course;
      await chosen.chooseAnew();
    };
    for (const course of [algebra, algebra, undefined, intro]) await answer(course);
    expect(told).toEqual(["repo/algebra", "repo/intro"]);
    listening.dispose();
    await answer(algebra);
    expect(told).toHaveLength(2);
  });

  it("is asked among those below a folder, and forgets a remembered one that is gone", async () => {
    const { choice: chosen, asked, outside } = choice([algebra, intro, course("/other")], { answer: intro });
    await outside.memory.update(rememberedCourse, "/repo/deleted");
    expect(await chosen.choose({ path: "/repo" })).toBe(intro);
    expect(asked).toEqual([["repo/algebra", "repo/intro"]]);
    expect(await chosen.current()).toBeUndefined();
  });

  it("is none where there is none", async () => {
    expect(await choice([]).choice.choose(undefined)).toBeUndefined();
  });
});

describe("what a command was called on", () => {
  it.each([
    [{ fsPath: "/repo/a.ipynb" }, "/repo/a.ipynb"],
    [{ notebookEditor: { notebookUri: { fsPath: "/repo/b.ipynb" } } }, "/repo/b.ipynb"],
    [{ id: "x", path: "/repo/intro", label: "Intro" }, "/repo/intro"],
  ])("reads %j", (argument, path) => expect(targetOf(argument)).toEqual({ path }));

  it.each([undefined, null, "text", {}, { notebookEditor: null }])("is nothing in %j", (argument) =>
    expect(targetOf(argument)).toBeUndefined());

  it("is a notebook only inside the course", () => {
    expect(notebookIn(intro, "/repo/intro/week 1/a.ipynb")).toBe("week 1/a.ipynb");
    expect(notebookIn(intro, "/repo/introduction/a.ipynb")).toBeUndefined();
    expect(notebookIn(intro, "/repo/intro/Dockerfile")).toBeUndefined();
    expect(isWithin("/repo/intro/..notes/a.md", "/repo/intro")).toBe(true);
  });
});
