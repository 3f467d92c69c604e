import { createHash } from "node:crypto";
import { mkdir, readFile, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Course } from "../../course/course.ts";
import { digestFiles, layOut, writeFiles } from "./course-files.ts";
import type { EnvironmentPlan } from "./environment-plan.ts";
import type { ImageDescription } from "./hub-settings.ts";
import { exists } from "./log-file.ts";

/** Where what stands for images lies: the files in the cache, by their digest; the description in the hub's folder. */
export interface ImageFolders {
  readonly cache: string;
  readonly folder: string;
}

/**
 * Writes what the spawner starts a course's servers from. The digest is of all of it: the Python environment, the files
 * and where they lie, the variables and the working directory.
 */
export async function writeCourseImage(
  course: Course,
  plan: EnvironmentPlan,
  pythonEnvironment: string,
  { cache, folder }: ImageFolders,
): Promise<{ description: ImageDescription; changed: boolean }> {
  const { workingDirectory, environment } = plan;
  const laidOut = await layOut(course.directory, plan);
  const content = await digestFiles(course.directory, laidOut);
  const parts = [pythonEnvironment, content, JSON.stringify(environment), workingDirectory];
  const hash = createHash("sha256").update(parts.join("\0")).digest("hex");
  const files = join(cache, "images", hash);
  if (!(await exists(files))) await writeFiles(course.directory, laidOut, files);

  const python = join(pythonEnvironment, "bin/python");
  const description = { python, files, workingDirectory, environment, digest: `sha256:${hash}` };
  return { description, changed: await writeIfChanged(join(folder, "images"), course.name, description) };
}

/** When the course's files were last laid out for a build, changed or not (ISO 8601). */
export async function whenWritten(folder: string, course: Course): Promise<string | undefined> {
  const found = await stat(join(folder, "images", `${course.name}.json`)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  return found?.mtime.toISOString();
}

async function writeIfChanged(folder: string, course: string, description: ImageDescription): Promise<boolean> {
  const file = join(folder, `${course}.json`);
  const text = JSON.stringify(description);
  const before = await readFile(file, "utf8").catch(() => "");
  if (before === text) {
    const now = new Date();
    await utimes(file, now, now); // the time of the file is the time of the build
    return false;
  }
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(file, text);
  return true;
}
