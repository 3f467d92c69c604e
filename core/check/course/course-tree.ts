import { posix } from "node:path";
import { dockerPatterns } from "./docker-patterns.ts";

/** The paths of a course directory, and what `.dockerignore` leaves of them for the build. */
export class CourseTree {
  readonly #files: ReadonlySet<string>;
  readonly #directories = new Set<string>([""]);
  readonly #byLowerCase = new Map<string, string>();
  readonly #modules = new Set<string>();
  readonly #isIgnored: (path: string) => boolean;

  constructor(files: Iterable<string>, dockerignore: string | undefined) {
    this.#files = new Set(files);
    for (const path of this.#files) {
      for (let parent = parentOf(path); parent !== ""; parent = parentOf(parent)) {
        if (this.#directories.has(parent)) break;
        this.#directories.add(parent);
      }
    }
    for (const path of this.#files) {
      const module = /([^/]+)(\.(py|ipynb|pyx|c|so)|\/__init__\.py)$/.exec(path)?.[1];
      if (module !== undefined) this.#modules.add(module);
      if (path.endsWith("/__init__.py")) this.#modules.add(path.split("/").at(-2) ?? "");
    }
    for (const path of [...this.#files, ...this.#directories]) this.#byLowerCase.set(path.toLowerCase(), path);
    this.#isIgnored = dockerPatterns((dockerignore ?? "").split(/\r\n|\n|\r/));
  }

  get files(): Iterable<string> {
    return this.#files;
  }

  has(path: string): boolean {
    return this.#files.has(path) || this.#directories.has(path);
  }

  isDirectory(path: string): boolean {
    return this.#directories.has(path);
  }

  /** Whether a Python module or package of that name is anywhere in the course. */
  hasModule(name: string): boolean {
    return this.#modules.has(name);
  }

  /** The path as it is really spelt, where only upper and lower case differ. */
  spelledOtherwise(path: string): string | undefined {
    const spelled = this.#byLowerCase.get(path.toLowerCase());
    return spelled === path ? undefined : spelled;
  }

  /** Every file of that name, whatever its directory. */
  named(name: string): string[] {
    return [...this.#files].filter((path) => posix.basename(path) === name);
  }

  /** Whether `docker build` never sees the file. */
  isIgnored(path: string): boolean {
    return this.#isIgnored(path);
  }

  /** The files that a path or a pattern of COPY means: one file, all of a directory, or what the pattern matches. */
  select(pattern: string): string[] {
    if (pattern === "") return [...this.#files];
    if (this.#files.has(pattern)) return [pattern];
    if (this.#directories.has(pattern)) return [...this.#files].filter((path) => path.startsWith(`${pattern}/`));
    if (!/[*?[]/.test(pattern)) return [];
    return [...this.#files].filter(dockerPatterns([pattern]));
  }
}

/** A path within the course, without `.` and `..`; undefined where it leaves the course or is absolute. */
export function insideCourse(path: string, from = ""): string | undefined {
  if (path.startsWith("/")) return undefined;
  const normal = posix.normalize(posix.join(from, path)).replace(/\/$/, "");
  if (normal === "..") return undefined;
  return normal.startsWith("../") ? undefined : normal === "." ? "" : normal;
}

export function parentOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : path.slice(0, slash);
}
