import { realpath, stat } from "node:fs/promises";
import { basename } from "node:path";
import { NbdevError } from "../errors/index.ts";
import type { Host } from "../host.ts";
import type { Course } from "./course.ts";
import { courseName } from "./name.ts";
import { findNotebooks, resolveNotebook } from "./notebooks.ts";
import { resolveSettings, type Settings, type SettingsOverrides } from "./settings.ts";
import { readSettingsFile } from "./settings-file.ts";

/** A course and the settings that are in force for it. */
export interface OpenedCourse {
  readonly course: Course;
  readonly settings: Settings;
}

/**
 * Reads a course directory, which needs no Dockerfile yet. Throws COURSE_NOT_FOUND, COURSE_NAME_INVALID,
 * SETTINGS_INVALID, and NOTEBOOK_* when nbdev.yaml or the environment name a default notebook that is not there.
 */
export async function openCourse(
  directory: string,
  overrides: Omit<SettingsOverrides, "notebook">,
  env: Host["env"],
): Promise<OpenedCourse> {
  const real = await realDirectory(directory);
  const [settings, notebooks] = await Promise.all([openSettings(real, overrides, env), findNotebooks(real)]);
  const course = {
    directory: real,
    name: courseName(settings.course ?? basename(real)),
    imageRepository: settings.imageRepository,
    notebooks,
    limits: settings.limits,
  };
  return { course: { ...course, defaultNotebook: defaultNotebook(course, settings.notebook) }, settings };
}

/** The settings alone, for commands that need no course: a directory without one (or without anything) sets nothing. */
export async function openSettings(
  directory: string,
  overrides: SettingsOverrides,
  env: Host["env"],
): Promise<Settings> {
  return resolveSettings(overrides, env, await readSettingsFile(directory));
}

function defaultNotebook(course: Pick<Course, "directory" | "notebooks">, named: string | undefined) {
  if (named !== undefined) return resolveNotebook(course, named);
  return course.notebooks.length === 1 ? course.notebooks[0] : undefined;
}

async function realDirectory(directory: string): Promise<string> {
  try {
    if ((await stat(directory)).isDirectory()) return await realpath(directory);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code !== "ENOENT" && code !== "ENOTDIR") throw error;
  }
  throw new NbdevError("COURSE_NOT_FOUND", { directory });
}
