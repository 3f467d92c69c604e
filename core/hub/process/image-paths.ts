import { posix } from "node:path";
import type { DockerfileVariables } from "./dockerfile-variables.ts";

/** A COPY or a bind mount: what it puts where in the image. */
export interface PlacedFiles {
  readonly sources: readonly string[];
  /** Absolute. */
  readonly destination: string;
}

/** What the instructions read so far have made of the image. */
export interface ImageSoFar {
  readonly variables: DockerfileVariables;
  readonly placed: PlacedFiles[];
  /** Of the image, absolute. */
  directory: string;
}

/**
 * The path below the course directory of what lies at a path of the image; undefined where no COPY put it there. By the
 * text alone: a source of that very name is the file, any other one a folder whose contents were copied.
 */
export function courseFileOf(imagePath: string, placed: readonly PlacedFiles[]): string | undefined {
  const latestFirst = placed
    .toReversed()
    .map(({ sources, destination }) => ({ sources, rest: posix.relative(destination, imagePath) }))
    .filter(({ rest }) => rest !== ".." && !rest.startsWith("../"));
  for (const { sources, rest } of latestFirst) {
    const file = rest === "" ? sources[0] : sources.find((source) => posix.basename(source) === rest);
    if (file !== undefined) return fromRoot(file);
  }
  const [folder] = latestFirst;
  const [source = ""] = folder?.sources ?? [];
  return folder && fromRoot(posix.join(/[*?[]/.test(source) ? posix.dirname(source) : source, folder.rest));
}

function fromRoot(path: string): string {
  return posix.normalize(`/${path}`).slice(1).replace(/\/$/, "") || ".";
}

/** Where docker-stacks images start their server; what is below it is what a learner sees. */
export const home = "/home/jovyan";

/** What docker-stacks images set, and a Dockerfile may use without setting it. */
export const stacksVariables = {
  HOME: home,
  NB_USER: "jovyan",
  NB_UID: "1000",
  NB_GID: "100",
  CONDA_DIR: "/opt/conda",
} as const;

/** Relative to the home directory, "" for itself; undefined for a path outside of it. */
export function belowHome(path: string): string | undefined {
  const relative = posix.relative(home, path);
  return relative === ".." || relative.startsWith("../") ? undefined : relative;
}
