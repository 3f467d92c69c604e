import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { NbdevError } from "../errors/index.ts";
import type { InitRequest } from "../requests.ts";
import { settingsFileName } from "./settings-file.ts";
import { settingsTemplate } from "./settings-template.ts";

/** Writes a commented nbdev.yaml, or with `print` only returns it. Throws SETTINGS_EXIST and COURSE_NOT_FOUND. */
export async function initCourse({ directory, print }: InitRequest): Promise<{ file: string; text: string }> {
  const file = join(directory, settingsFileName);
  if (!print) await writeNew(file, directory);
  return { file, text: settingsTemplate };
}

async function writeNew(file: string, directory: string): Promise<void> {
  try {
    await writeFile(file, settingsTemplate, { flag: "wx" });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EEXIST") throw new NbdevError("SETTINGS_EXIST", { file }, { cause: error });
    if (code === "ENOENT" || code === "ENOTDIR")
      throw new NbdevError("COURSE_NOT_FOUND", { directory }, { cause: error });
    throw error;
  }
}
