import { relative, sep } from "node:path";
import type { Memento } from "vscode";
import type { CourseFolder } from "./course-folders.ts";

/** What a command was asked for, as absolute paths: a notebook, a file or folder of a course, or a course itself. */
export interface Target {
  readonly path: string;
}

interface Outside {
  readonly memory: Pick<Memento, "get" | "update">;
  listCourses(): Promise<readonly CourseFolder[]>;
  /** The file of the active text or notebook editor. */
  activeFile(): string | undefined;
  ask(courses: readonly CourseFolder[]): Promise<CourseFolder | undefined>;
}

export const rememberedCourse = "nbdev.course";

/**
 * Which course a command means: that of the file or folder it was called on, else of the active editor, else the one
 * chosen before in this workspace, else the only one. A person is asked once, and the answer is remembered.
 */
export class CourseChoice {
  readonly #outside: Outside;
  readonly #listeners = new Set<() => void>();

  constructor(outside: Outside) {
    this.#outside = outside;
  }

  /** Tells when another course was chosen; what the active editor and the list of courses say is not watched. */
  onDidChange(listener: () => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  /** Undefined: there is none, or the question was dismissed. */
  async choose(target: Target | undefined): Promise<CourseFolder | undefined> {
    const courses = await this.#outside.listCourses();
    if (target !== undefined) {
      const meant = courseOf(courses, target.path);
      if (meant !== undefined) return meant;
      const inside = courses.filter(({ directory }) => isWithin(directory, target.path));
      if (inside.length > 0) return inside.length === 1 ? inside[0] : this.#outside.ask(inside);
    }
    return (await this.current()) ?? this.chooseAnew();
  }

  /** As `choose` without a target, but nobody is asked. */
  async current(): Promise<CourseFolder | undefined> {
    const courses = await this.#outside.listCourses();
    const active = this.#outside.activeFile();
    const remembered = this.#outside.memory.get<string>(rememberedCourse);
    return (
      (active === undefined ? undefined : courseOf(courses, active)) ??
      courses.find(({ directory }) => directory === remembered) ??
      (courses.length === 1 ? courses[0] : undefined)
    );
  }

  /** Asks, whatever was answered before. */
  async chooseAnew(): Promise<CourseFolder | undefined> {
    const courses = await this.#outside.listCourses();
    const answer = courses.length > 1 ? await this.#outside.ask(courses) : courses[0];
    if (answer !== undefined) await this.#remember(answer);
    return answer;
  }

  async #remember({ directory }: CourseFolder): Promise<void> {
    if (directory === this.#outside.memory.get<string>(rememberedCourse)) return;
    await this.#outside.memory.update(rememberedCourse, directory);
    for (const listener of this.#listeners) listener();
  }
}

/** The deepest course that a file or folder lies in, or is. */
export function courseOf(courses: readonly CourseFolder[], path: string): CourseFolder | undefined {
  const around = courses.filter(({ directory }) => isWithin(path, directory));
  return around.toSorted((a, b) => b.directory.length - a.directory.length)[0];
}

/** The notebook as the library wants it, POSIX and relative to the course; undefined for any other file. */
export function notebookIn({ directory }: CourseFolder, path: string | undefined): string | undefined {
  if (path === undefined || !path.endsWith(".ipynb") || !isWithin(path, directory)) return undefined;
  return relative(directory, path).split(sep).join("/");
}

export function isWithin(path: string, directory: string): boolean {
  const way = relative(directory, path);
  return way === "" || (way !== ".." && !way.startsWith(`..${sep}`) && !/^([a-z]:)?[\\/]/i.test(way));
}
