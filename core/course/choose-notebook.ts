import type { Course } from "./course.ts";
import { resolveNotebook } from "./notebooks.ts";

interface Wanted {
  readonly notebook?: string | undefined;
  chooseNotebook?(notebooks: readonly string[]): Promise<string | undefined>;
}

/** The one named, else nbdev.yaml's, else the only one, else a person's choice, else none: the tree. Throws NOTEBOOK_*. */
export async function chooseNotebook(course: Course, wanted: Wanted): Promise<string | undefined> {
  if (wanted.notebook !== undefined) return resolveNotebook(course, wanted.notebook);
  if (course.defaultNotebook !== undefined || course.notebooks.length === 0) return course.defaultNotebook;
  return wanted.chooseNotebook?.(course.notebooks);
}
