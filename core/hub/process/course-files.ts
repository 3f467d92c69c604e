import { createHash } from "node:crypto";
import { cp, lstat, mkdir, readFile, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import ignore from "@balena/dockerignore";
import { glob } from "tinyglobby";
import type { EnvironmentPlan, PlannedCopy } from "./environment-plan.ts";

/** A file of the course and where the Dockerfile puts it, below the server's directory. */
export interface LaidOutFile {
  readonly source: string;
  readonly target: string;
}

/** Where each COPY and ADD puts which files, `.dockerignore` honoured; a later line wins, as in an image. */
export async function layOut(course: string, plan: Pick<EnvironmentPlan, "copies">): Promise<LaidOutFile[]> {
  const rules = ignore().add(await readFile(join(course, ".dockerignore"), "utf8").catch(() => ""));
  const files = new Map<string, string>();
  for (const copy of plan.copies) {
    for (const { source, target } of await filesOf(course, copy)) {
      if (!rules.ignores(source)) files.set(target, source);
    }
  }
  return [...files].map(([target, source]) => ({ source, target })).sort((a, b) => a.target.localeCompare(b.target));
}

/** sha256 of what the files are and where they lie: the part of the image's digest that the course's files make. */
export async function digestFiles(course: string, files: readonly LaidOutFile[]): Promise<string> {
  const hash = createHash("sha256");
  for (const { source, target } of files)
    hash
      .update(target)
      .update("\0")
      .update(await readFile(join(course, source)));
  return hash.digest("hex");
}

/** Copies the files into a folder that appears only when it is whole. */
export async function writeFiles(course: string, files: readonly LaidOutFile[], folder: string): Promise<void> {
  const partial = `${folder}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true });
  for (const { source, target } of files) {
    await mkdir(dirname(join(partial, target)), { recursive: true });
    await cp(join(course, source), join(partial, target), { verbatimSymlinks: true });
  }
  await rm(folder, { recursive: true, force: true });
  await rename(partial, folder);
}

/** The Dockerfile's rules of COPY: a directory gives its contents; several sources, or a slash, mean a directory. */
async function filesOf(course: string, copy: PlannedCopy): Promise<LaidOutFile[]> {
  const into = copy.destination.endsWith("/") || copy.destination === "";
  const found: LaidOutFile[] = [];
  for (const source of copy.sources) {
    const pattern = source.replace(/^\.?\//, "") || ".";
    if (await isDirectory(join(course, pattern))) {
      const below = await glob("**", { cwd: join(course, pattern), dot: true, onlyFiles: true });
      found.push(...below.map((path) => ({ source: join(pattern, path), target: join(copy.destination, path) })));
      continue;
    }
    const matches = await glob(pattern, { cwd: course, dot: true, onlyFiles: true });
    found.push(
      ...matches.map((path) => ({
        source: path,
        target: into ? join(copy.destination, basename(path)) : copy.destination,
      })),
    );
  }
  return found;
}

function isDirectory(path: string): Promise<boolean> {
  return lstat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
}
