import type { ProductionCourse } from "../production/courses.ts";

/**
 * A course directory at one moment, as the rules see it. An adapter fills it from the disk, an editor lays its unsaved
 * documents over it, a test writes it down.
 */
export interface CourseSnapshot {
  /** The course's name where the author gave one (nbdev.yaml, `--course`), unchecked; undefined where it is only guessed. */
  readonly name: string | undefined;
  /** By POSIX path, relative to the course directory: all that `docker build` would see, before `.dockerignore`. */
  readonly files: ReadonlyMap<string, SnapshotFile>;
  /** What the production hub knows. */
  readonly production: readonly ProductionCourse[];
  /** What the course's image really holds; undefined while it has not been built or looked into. */
  readonly image: ImageContents | undefined;
}

export interface SnapshotFile {
  readonly path: string;
  /** In bytes. */
  readonly size: number;
  /** Differs whenever the text may differ; facts read from the text are kept under it. */
  readonly version: string;
  /** UTF-8 without its byte order mark; undefined for what cannot be read as such, or is too large to be a text. */
  text(): string | undefined;
}

/** What an image holds, by `importlib.metadata.packages_distributions()` and `jupyter kernelspec list`. */
export interface ImageContents {
  /** `sha256:` of the image's configuration. */
  readonly digest: string;
  /** Import name → the distributions that bring it, by their normalised names; none for what only lies on Python's path. */
  readonly modules: ReadonlyMap<string, readonly string[]>;
  /** By normalised name of the distribution; undefined while unknown. */
  readonly versions?: ReadonlyMap<string, string>;
  /** Kernel names; undefined while unknown. */
  readonly kernels: readonly string[] | undefined;
}

/** A snapshot of texts in memory. */
export function snapshotOfTexts(
  texts: Readonly<Record<string, string>>,
  facts: Partial<Omit<CourseSnapshot, "files">> = {},
): CourseSnapshot {
  const file = ([path, raw]: [string, string]): [string, SnapshotFile] => {
    const text = withoutByteOrderMark(raw);
    return [path, { path, size: Buffer.byteLength(raw), version: text, text: () => text }];
  };
  return {
    name: undefined,
    production: [],
    image: undefined,
    ...facts,
    files: new Map(Object.entries(texts).map(file)),
  };
}

export function withoutByteOrderMark(text: string): string {
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}
