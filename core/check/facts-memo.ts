import type { CheckedCourse } from "./checked-course.ts";
import { CourseReads } from "./course-reads.ts";
import type { SnapshotFile } from "./snapshot.ts";

/**
 * Keeps what was read from each file until its version changes, and what followed from that until something of it
 * changes, so that checking a course again costs only what was edited.
 */
export class FactsMemo {
  readonly #entries = new Map<string, { version: string; facts: unknown }>();
  readonly #derived = new Map<string, { inputs: readonly unknown[]; result: unknown }>();
  readonly #followed = new Map<string, { reads: CourseReads; result: unknown }>();

  /** `reader` names the kind of facts; the same name must always mean the same `read`. */
  read<Facts>(reader: string, file: SnapshotFile, read: (text: string) => Facts): Facts | undefined {
    const key = `${reader}:${file.path}`;
    const known = this.#entries.get(key);
    if (known?.version === file.version) return known.facts as Facts | undefined;
    const text = file.text();
    const facts = text === undefined ? undefined : read(text);
    this.#entries.set(key, { version: file.version, facts });
    return facts;
  }

  /** The last result of that name, the same object, while all `inputs` are the same: values or objects. */
  derive<Result>(name: string, inputs: readonly unknown[], make: () => Result): Result {
    const known = this.#derived.get(name);
    if (known !== undefined && areSame(known.inputs, inputs)) return known.result as Result;
    const result = make();
    this.#derived.set(name, { inputs, result });
    return result;
  }

  /** A list as the object that it was last time, while it holds the same. */
  sameList<Item>(name: string, list: readonly Item[]): readonly Item[] {
    return this.derive(name, list, () => list);
  }

  /** As `derive`, of a pure function of a course: made again only when something that it read is another now. */
  follow<Result>(name: string, course: CheckedCourse, make: (course: CheckedCourse) => Result): Result {
    const known = this.#followed.get(name);
    if (known?.reads.areSameIn(course)) return known.result as Result;
    const reads = new CourseReads();
    const result = make(reads.recordedFrom(course));
    this.#followed.set(name, { reads, result });
    return result;
  }

  /** Drops what is kept of files that there are no more. */
  forgetAllBut(paths: ReadonlyMap<string, unknown>): void {
    for (const key of this.#entries.keys()) {
      if (!paths.has(key.slice(key.indexOf(":") + 1))) this.#entries.delete(key);
    }
  }
}

function areSame(known: readonly unknown[], now: readonly unknown[]): boolean {
  return known.length === now.length && known.every((value, index) => value === now[index]);
}
