import { createHash } from "node:crypto";
import { cp, lstat, mkdir, mkdtemp, readFile, readlink, rename, rm } from "node:fs/promises";
import { posix } from "node:path";
import { CourseTree, insideCourse } from "../../check/course/course-tree.ts";
import { readBuildContext } from "../../image/index.ts";
import type { EnvironmentPlan, PlannedCopy } from "./environment-plan.ts";

/** A file of the course and where the Dockerfile puts it, below the server's directory. */
export interface LaidOutFile {
  readonly source: string;
  readonly target: string;
}

/** Where each COPY and ADD puts which files, `.dockerignore` honoured; a later line wins, as in an image. */
export async function layOut(course: string, plan: Pick<EnvironmentPlan, "copies">): Promise<LaidOutFile[]> {
  const context = await readBuildContext(course);
  const tree = new CourseTree(context.files, undefined);
  const files = new Map<string, string>();
  for (const copy of plan.copies) {
    for (const { source, target } of filesOf(tree, copy)) files.set(posix.join("/", target).slice(1), source);
  }
  return [...files].map(([target, source]) => ({ source, target })).sort((a, b) => (a.target < b.target ? -1 : 1));
}

/** sha256 of what the files are and where they lie: the part of the image's digest that the course's files make. */
export async function digestFiles(course: string, files: readonly LaidOutFile[]): Promise<string> {
  const hash = createHash("sha256");
  for (const { source, target } of files) {
    const path = posix.join(course, source);
    const isLink = (await lstat(path)).isSymbolicLink();
    const content = isLink ? await readlink(path) : await readFile(path);
    hash.update(`${target}\0${isLink ? "link" : "file"}\0`).update(content);
  }
  return hash.digest("hex");
}

/** Copies the files into a folder that appears only when it is whole; a link is copied as a link. */
export async function writeFiles(course: string, files: readonly LaidOutFile[], folder: string): Promise<void> {
  await mkdir(posix.dirname(folder), { recursive: true });
  const partial = await mkdtemp(`${folder}.`);
  try {
    for (const { source, target } of files) {
      await mkdir(posix.dirname(posix.join(partial, target)), { recursive: true });
      await cp(posix.join(course, source), posix.join(partial, target), { verbatimSymlinks: true });
    }
    await rm(folder, { recursive: true, force: true });
    await rename(partial, folder);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

/** The Dockerfile's rules of COPY: a directory gives its contents; several sources, or a slash, mean a directory. */
function filesOf(tree: CourseTree, copy: PlannedCopy): LaidOutFile[] {
  const into = copy.destination.endsWith("/") || copy.destination === "";
  return copy.sources.flatMap((written) => {
    const source = insideCourse(posix.join("/", written).slice(1)) ?? ""; // what would leave the course starts at its root
    return tree.select(source).map((path) => {
      // What a source names, or one match of its pattern; a directory's contents are what lies below it.
      const match = source === "" ? "" : path.split("/").slice(0, source.split("/").length).join("/");
      if (match !== path) return { source: path, target: posix.join(copy.destination, posix.relative(match, path)) };
      return {
        source: path,
        target: into || match !== source ? posix.join(copy.destination, posix.basename(path)) : copy.destination,
      };
    });
  });
}
