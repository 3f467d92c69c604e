import type { CheckedCourse } from "./checked-course.ts";
import type { CourseSnapshot } from "./snapshot.ts";
import type { TextLines } from "./text-lines.ts";

/**
 * The parts of a course that a pure function has read, and what they were. While another course has the same objects in
 * these places, the function would say the same of it. Holds those objects, and nothing else of the course.
 */
export class CourseReads {
  readonly #parts = new Map<keyof CheckedCourse, unknown>();
  readonly #snapshotParts = new Map<keyof CourseSnapshot, unknown>();
  readonly #texts = new Map<string, TextLines | undefined>();

  /** The same course, which notes here what is read of it. */
  recordedFrom(course: CheckedCourse): CheckedCourse {
    const snapshot = noting(course.snapshot, (part, value) => this.#snapshotParts.set(part, value));
    const text = (path: string) => {
      const lines = course.text(path);
      this.#texts.set(path, lines);
      return lines;
    };
    return noting(
      course,
      (part, value) => this.#parts.set(part, value),
      new Map<string | symbol, unknown>([
        ["snapshot", snapshot],
        ["text", text],
      ]),
    );
  }

  areSameIn(course: CheckedCourse): boolean {
    for (const [part, value] of this.#parts) if (course[part] !== value) return false;
    for (const [part, value] of this.#snapshotParts) if (course.snapshot[part] !== value) return false;
    for (const [path, lines] of this.#texts) if (course.text(path) !== lines) return false;
    return true;
  }
}

/** `whole`, with some parts that note for themselves. */
function noting<Whole extends object>(
  whole: Whole,
  note: (part: keyof Whole, value: unknown) => void,
  own: ReadonlyMap<string | symbol, unknown> = new Map(),
): Whole {
  return new Proxy(whole, {
    get(target, name) {
      if (own.has(name)) return own.get(name);
      const value: unknown = Reflect.get(target, name);
      note(name as keyof Whole, value);
      return value;
    },
  });
}
