import type { CoursePackages, Nbdev, TaskContext } from "../../core/index.ts";
import { courseOf } from "../choose-course.ts";
import type { CourseFolder } from "../course-folders.ts";

/** Each key asks for completions, and the engine need not hear of all of them. */
const freshMilliseconds = 3_000;

interface Outside {
  listCourses(): Promise<readonly CourseFolder[]>;
  /** Undefined in a restricted workspace: then nothing is asked. */
  openNbdev(): Promise<Nbdev | undefined>;
  request(course: CourseFolder): Parameters<Nbdev["packages"]>[0];
  /** What was not found out, for the log alone: a hover has nobody to complain to. */
  failed(error: unknown): void;
  readonly ending: AbortSignal;
  now(): number;
}

interface Answer {
  readonly at: number;
  readonly packages: Promise<CoursePackages | undefined>;
}

/** What the built images of the courses hold, as far as somebody has looked. */
export class KnownPackages {
  readonly #outside: Outside;
  readonly #answers = new Map<string, Answer>();

  constructor(outside: Outside) {
    this.#outside = outside;
  }

  /** Of the course that a file belongs to; starts nothing. */
  async around(file: string): Promise<CoursePackages | undefined> {
    const course = courseOf(await this.#outside.listCourses(), file);
    if (course === undefined) return undefined;
    const known = this.#answers.get(course.directory);
    if (known !== undefined && this.#outside.now() - known.at < freshMilliseconds) return known.packages;
    const packages = this.#ask(course, false);
    this.#answers.set(course.directory, { at: this.#outside.now(), packages });
    return packages;
  }

  /** Looks into an image that a person has just had built. */
  async look(course: CourseFolder): Promise<void> {
    await this.#ask(course, true);
    this.#answers.delete(course.directory);
  }

  async #ask(course: CourseFolder, look: boolean): Promise<CoursePackages | undefined> {
    const task: TaskContext = { signal: this.#outside.ending, progress: () => undefined };
    try {
      const nbdev = await this.#outside.openNbdev();
      return await nbdev?.packages({ ...this.#outside.request(course), look }, task);
    } catch (error) {
      this.#outside.failed(error);
      return undefined;
    }
  }
}
