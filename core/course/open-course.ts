import { realpath, stat } from "node:fs/promises";
import { basename } from "node:path";
import { NbdevError } from "../errors/index.ts";
import { ImageReference, isImageTag } from "../image/reference.ts";
import type { Course } from "./course.ts";
import { findNotebooks } from "./notebooks.ts";
import { productionRepository, type Settings } from "./settings.ts";

/**
 * The course in a directory: its name from `--course`, nbdev.yaml or the directory, lower-cased as production does.
 * Throws COURSE_NOT_FOUND or COURSE_NAME_INVALID.
 */
export async function openCourse(directory: string, settings: Settings, askedName?: string): Promise<Course> {
  const real = await realDirectory(directory);
  const name = courseName(askedName ?? settings.course ?? basename(real));
  const repository = ImageReference.parse(settings.image.repository ?? productionRepository);
  return {
    directory: real,
    name,
    imageRepository: `${repository.registry}/${repository.repository}`,
    notebooks: await findNotebooks(real),
    defaultNotebook: settings.notebook,
    limits: settings.limits,
  };
}

/** The name that the hub and the registry will know; what cannot be a tag is refused, never bent into one. */
export function courseName(wanted: string): string {
  const name = wanted.toLowerCase();
  if (isImageTag(name)) return name;
  const reason =
    name.length > 128
      ? "an image tag has at most 128 characters"
      : "an image tag has only a-z, 0-9, '.', '_' and '-', and starts with a letter, digit or '_'";
  throw new NbdevError("COURSE_NAME_INVALID", { name: wanted, reason });
}

async function realDirectory(directory: string): Promise<string> {
  try {
    if ((await stat(directory)).isDirectory()) return await realpath(directory);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT" && code !== "ENOTDIR") throw error;
  }
  throw new NbdevError("COURSE_NOT_FOUND", { directory });
}
