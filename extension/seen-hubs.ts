import type { Memento } from "vscode";
import type { CourseFolder } from "./course-folders.ts";
import type { CourseState } from "./hub-states.ts";

export const rememberedHubs = "nbdev.hubs";

/** The courses of this workspace that had a hub when they were last asked for, remembered beyond the window. */
export class SeenHubs {
  readonly #memory: Pick<Memento, "get" | "update">;

  constructor(memory: Pick<Memento, "get" | "update">) {
    this.#memory = memory;
  }

  /** Each with the runtime of its hub, since its settings may be gone with its folder. */
  all(): readonly Required<CourseFolder>[] {
    return this.#memory.get<Required<CourseFolder>[]>(rememberedHubs) ?? [];
  }

  /** From the answers of the views: what is shown with a hub is remembered, and what could not be asked stays so. */
  async note(asked: readonly CourseState[], shown: readonly CourseState[]): Promise<void> {
    const seen = new Map(this.all().map((course) => [course.directory, course]));
    for (const state of asked) {
      const { course, status } = state;
      if (status === undefined) continue;
      const { directory, label } = course;
      const { runtime } = status;
      if (shown.includes(state) && hasHub(state)) seen.set(directory, { directory, label, runtime });
      else if (seen.get(directory)?.runtime === runtime) seen.delete(directory);
    }
    const now = [...seen.values()];
    if (JSON.stringify(now) !== JSON.stringify(this.all())) await this.#memory.update(rememberedHubs, now);
  }
}

/**
 * Those of the vanished courses whose folder is gone and whose hub somebody must still be able to end. A hub of processes
 * is its course's own; a cluster's is shared, and any listed course that lives there can end it.
 */
export function orphansAmong(vanished: readonly CourseState[], listed: readonly CourseState[]): CourseState[] {
  const isShared = ({ status }: CourseState) =>
    status?.runtime !== "process" && listed.some((other) => other.status?.runtime === status?.runtime);
  return vanished.filter((state) => state.description === undefined && hasHub(state) && !isShared(state));
}

function hasHub({ status }: CourseState): boolean {
  return status !== undefined && status.place.state !== "absent";
}
