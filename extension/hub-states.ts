import { setTimeout as delay } from "node:timers/promises";
import type { CourseDescription, DescribedImage, HubStatus, Nbdev, TaskContext } from "../core/index.ts";
import type { CourseFolder } from "./course-folders.ts";

/** An engine that hangs must not hang the views for good. */
const longestAnswerMilliseconds = 60_000;

/** A course as the views show it; what could not be asked just now is undefined, and `problem` says why. */
export interface CourseState {
  readonly course: CourseFolder;
  readonly description?: CourseDescription | undefined;
  readonly image?: DescribedImage | "not built" | undefined;
  readonly status?: HubStatus | undefined;
  readonly problem?: string | undefined;
}

interface Outside {
  listCourses(): Promise<readonly CourseFolder[]>;
  /** Undefined in a restricted workspace: then nothing is asked. */
  openNbdev(): Promise<Nbdev | undefined>;
  request(course: CourseFolder): Parameters<Nbdev["describe"]>[0];
  readonly milliseconds: number;
}

/**
 * What is known of each course and its hub. Asked again and again only while somebody looks; a course that has vanished
 * is dropped with the next answer, unless it leaves a hub behind that somebody must be able to end.
 */
export class HubStates {
  readonly #outside: Outside;
  readonly #listeners = new Set<() => void>();
  readonly #lookers = new Set<string>();
  #states: readonly CourseState[] = [];
  #orphaned: readonly CourseFolder[] = [];
  #looking: AbortController | undefined;
  #asked: Promise<void> = Promise.resolve();

  constructor(outside: Outside) {
    this.#outside = outside;
  }

  all(): readonly CourseState[] {
    return this.#states;
  }

  of(directory: string): CourseState | undefined {
    return this.#states.find(({ course }) => course.directory === directory);
  }

  /** Courses that are listed no more, since their folder is gone, and whose hub is not. */
  orphaned(): readonly CourseFolder[] {
    return this.#orphaned;
  }

  onDidChange(listener: () => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  /** A view that is on the screen, or not any more. */
  setLooking(who: string, looks: boolean): void {
    if (looks) this.#lookers.add(who);
    else this.#lookers.delete(who);
    if (this.#lookers.size === 0) this.dispose();
    else if (this.#looking === undefined) {
      this.#looking = new AbortController();
      void this.#askRepeatedly(this.#looking.signal);
    }
  }

  /** Asks once, after whatever is being asked already. */
  refresh(): Promise<void> {
    const ask = () => {
      const looking = this.#looking === undefined ? [] : [this.#looking.signal];
      return this.#ask(AbortSignal.any([...looking, AbortSignal.timeout(longestAnswerMilliseconds)]));
    };
    this.#asked = this.#asked.then(ask, ask);
    return this.#asked;
  }

  dispose(): void {
    this.#looking?.abort();
    this.#looking = undefined;
  }

  async #askRepeatedly(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.refresh();
      await delay(this.#outside.milliseconds, undefined, { signal }).catch(() => undefined);
    }
  }

  async #ask(signal: AbortSignal): Promise<void> {
    const listed = await this.#outside.listCourses();
    const directories = new Set(listed.map(({ directory }) => directory));
    const vanished = this.#states.map(({ course }) => course).filter(({ directory }) => !directories.has(directory));
    const courses = [...listed, ...vanished];
    const nbdev = courses.length === 0 ? undefined : await this.#outside.openNbdev();
    const task: TaskContext = { signal, progress: () => undefined };
    const answers = await Promise.all(courses.map((course) => this.#askFor(course, nbdev, task)));
    const states = answers.filter((state) => directories.has(state.course.directory) || isOrphaned(state));
    if (signal.aborted) return;
    const before = JSON.stringify(this.#states);
    this.#states = states;
    this.#orphaned = states.map(({ course }) => course).filter(({ directory }) => !directories.has(directory));
    if (JSON.stringify(states) !== before) for (const listener of this.#listeners) listener();
  }

  async #askFor(course: CourseFolder, nbdev: Nbdev | undefined, task: TaskContext): Promise<CourseState> {
    if (nbdev === undefined) return { course };
    const request = this.#outside.request(course);
    const [description, image, status] = await Promise.allSettled([
      nbdev.describe(request, task),
      nbdev.image(request, task),
      nbdev.status(request, task),
    ]);
    const failed = [description, image, status].find((answer) => answer.status === "rejected");
    return {
      course,
      description: description.status === "fulfilled" ? description.value : undefined,
      image: image.status === "fulfilled" ? (image.value ?? "not built") : undefined,
      status: status.status === "fulfilled" ? status.value : undefined,
      problem: failed?.status === "rejected" ? messageOf(failed.reason) : undefined,
    };
  }
}

/** Only a hub of processes is a course's own; any other course can end a cluster's. */
function isOrphaned({ description, status }: CourseState): boolean {
  return description === undefined && status?.runtime === "process" && status.place.state !== "absent";
}

function messageOf(reason: unknown): string {
  return reason instanceof Error ? (reason.message.split("\n")[0] ?? "") : String(reason);
}
