import { posix } from "node:path";

/**
 * The course directories among files of one workspace folder (POSIX paths relative to it; "" is the folder itself): each
 * with an nbdev.yaml, and each whose Dockerfile is the nearest one above some notebook.
 */
export function coursesAmong(markers: readonly string[], notebooks: readonly string[]): string[] {
  const named = new Set(markers.filter((path) => posix.basename(path) === "nbdev.yaml").map(parentOf));
  const places = new Set(markers.map(parentOf));
  for (const notebook of notebooks) {
    const nearest = nearestAbove(notebook, places);
    if (nearest !== undefined) named.add(nearest);
  }
  return [...named].sort();
}

/** The deepest of the directories that a path lies in, or is. */
export function nearestAbove(path: string, directories: ReadonlySet<string>): string | undefined {
  for (let folder = path; ; folder = parentOf(folder)) {
    if (directories.has(folder)) return folder;
    if (folder === "" || folder === "/" || parentOf(folder) === folder) return undefined;
  }
}

function parentOf(path: string): string {
  const parent = posix.dirname(path);
  return parent === "." ? "" : parent;
}
