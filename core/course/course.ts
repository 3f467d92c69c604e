/**
 * A course as production sees it: one directory with a Dockerfile, built into one image, known to the hub by one name.
 * Paths are POSIX and relative to `directory`.
 */
export interface Course {
  /** Absolute, with symbolic links resolved. */
  readonly directory: string;
  /** Lower-case, and a valid image tag: the `course` of a launch link and the tag of the image. */
  readonly name: string;
  /** Without a tag; production's unless nbdev.yaml says otherwise. */
  readonly imageRepository: string;
  /** All `*.ipynb` of the directory that an author would count as the course's, sorted. */
  readonly notebooks: readonly string[];
  /** The notebook that `up` opens when none is asked for. */
  readonly defaultNotebook: string | undefined;
  readonly limits: ServerLimits;
}

/** What one learner's server may use, in bytes and cores (production: helm value `singleuser.memory`, `singleuser.cpu`). */
export interface ServerLimits {
  readonly memory: number;
  readonly memoryGuarantee: number;
  readonly cpuGuarantee: number;
}
