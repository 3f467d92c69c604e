import { setTimeout as delay } from "node:timers/promises";
import type { CourseDescription, DescribedImage, HubStatus, Nbdev, TaskContext } from "../core/index.ts";
import type { CourseFolder } from "./course-folders.ts";
import { orphansAmong, type SeenHubs } from "./seen-hubs.ts";

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
  /** What earlier windows saw, too. */
  readonly seen: SeenHubs;
  readonly milliseconds: number;
  /** An engine that hangs must not hang the views for good. */
  readonly longestAnswerMilliseconds: number;
}

/**
 * What is known of each course and its hub. Asked again and again only while somebody looks; a course that has vanished
 * is dropped with the next answer, unless it leaves a hub behind that somebody must be able to end, in this window or in
 * one before it.
 */
export class HubStates {
  readonly #outside: Outside;
  readonly #listeners = new Set<() => void>();
  readonly #lookers = new Set<string>();
  #states: readonly CourseState[] = [];
  #looking: AbortController | undefined;
  #asked: Promise<void> = Promise.resolve();
  #recalled: Promise<void> | undefined;

  constructor(outside: Outside) {
    this.#outside = outside;
  }

  all(): readonly CourseState[] {
    return this.#states;
  }

  of(directory: string): CourseState | undefined {
    return this.#states.find(({ course }) => course.directory === directory);
  }

  /** Courses that are listed no more, since their folder is gone, and whose hub is not; an earlier window's, too. */
  async orphaned(): Promise<readonly CourseFolder[]> {
    this.#recalled ??= this.recall();
    await this.#recalled;
    return this.#states.map(({ course }) => course).filter(({ runtime }) => runtime !== undefined);
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
    const ask = () => this.#ask(this.#looking?.signal);
    this.#asked = this.#asked.then(ask, ask);
    return this.#asked;
  }

  /** Asks once, if a course that was seen with a hub is listed no more. */
  async recall(): Promise<void> {
    if (this.#vanishedFrom(await this.#outside.listCourses()).length > 0) await this.refresh();
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

  async #ask(looking: AbortSignal | undefined): Promise<void> {
    const courses = await this.#outside.listCourses();
    const gone = this.#vanishedFrom(courses);
    const nbdev = courses.length + gone.length === 0 ? undefined : await this.#outside.openNbdev();
    const late = AbortSignal.timeout(this.#outside.longestAnswerMilliseconds);
    const signal = looking === undefined ? late : AbortSignal.any([looking, late]);
    const task: TaskContext = { signal, progress: () => undefined };
    const askFor = (course: CourseFolder) => this.#askFor(course, nbdev, task);
    const asked = await Promise.all([...courses, ...gone].map(askFor));
    if (looking?.aborted) return;
    const listed = asked.slice(0, courses.length);
    const states = [...listed, ...orphansAmong(asked.slice(courses.length), listed)];
    const before = JSON.stringify(this.#states);
    this.#states = states;
    if (JSON.stringify(states) !== before) for (const listener of this.#listeners) listener();
    await this.#outside.seen.note(asked, states);
  }

  #vanishedFrom(listed: readonly CourseFolder[]): readonly CourseFolder[] {
    const directories = new Set(listed.map(({ directory }) => directory));
    return this.#outside.seen.all().filter(({ directory }) => !directories.has(directory));
  }

  async #askFor(course: CourseFolder, nbdev: Nbdev | undefined, task: TaskContext): Promise<CourseState> {
    if (nbdev === undefined) return { course };
    const request = this.#outside.request(course);
    const [description, image, status] = await Promise.allSettled([
      inTime(nbdev.describe(request, task), task),
      inTime(nbdev.image(request, task), task),
      inTime(nbdev.status(request, task), task),
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

/** Not everything below hears the signal: a socket on which nobody answers does not. */
function inTime<T>(answer: Promise<T>, { signal }: TaskContext): Promise<T> {
  const aborted = new Promise<never>((_, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort, { once: true });
  });
  return Promise.race([answer, aborted]);
}

function messageOf(reason: unknown): string {
  if (reason instanceof DOMException && reason.name === "TimeoutError") return "There was no answer in time.";
  return reason instanceof Error ? (reason.message.split("\n")[0] ?? "") : String(reason);
}
