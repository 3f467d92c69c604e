import { readdir } from "node:fs/promises";
import { join, posix, relative, sep } from "node:path";
import { NbdevError } from "../errors/index.ts";
import type { Course } from "./course.ts";

const skipped = new Set(["node_modules", "venv", "env", "__pycache__"]);

/** The course's notebooks, as POSIX paths below the directory, sorted; hidden folders and environments are passed over. */
export async function findNotebooks(directory: string, below = ""): Promise<string[]> {
  const entries = await readdir(join(directory, below), { withFileTypes: true });
  const found = await Promise.all(
    entries.map(async (entry) => {
      const path = join(below, entry.name);
      if (entry.isDirectory() && !entry.name.startsWith(".") && !skipped.has(entry.name))
        return findNotebooks(directory, path);
      return entry.isFile() && entry.name.endsWith(".ipynb") ? [path.split(sep).join(posix.sep)] : [];
    }),
  );
  return found.flat().sort();
}

/**
 * The notebook that was asked for, as the launch link must write it. Throws NOTEBOOK_NAME_INVALID for a name that
 * production ignores or answers with 500, and NOTEBOOK_NOT_FOUND, naming the one that differs only in case or folder.
 */
export function resolveNotebook(
  course: Pick<Course, "directory" | "notebooks">,
  asked: string,
  cwd = course.directory,
): string {
  const notebook = belowCourse(course.directory, asked, cwd);
  const reason = whyNotLaunchable(notebook);
  if (reason !== undefined) throw new NbdevError("NOTEBOOK_NAME_INVALID", { notebook: asked, reason });
  if (course.notebooks.includes(notebook)) return notebook;
  const lower = notebook.toLowerCase();
  const similar =
    course.notebooks.find((name) => name.toLowerCase() === lower) ??
    course.notebooks.find((name) => posix.basename(name).toLowerCase() === posix.basename(lower));
  throw new NbdevError("NOTEBOOK_NOT_FOUND", { notebook: asked, directory: course.directory, similar });
}

/** Why production would not open a notebook of that name (production.md, "The query-string spawner, exactly"). */
export function whyNotLaunchable(notebook: string): string | undefined {
  if (/[{}]/.test(notebook)) return "a brace in the name makes production's hub answer 500";
  if (!notebook.endsWith(".ipynb")) return "production ignores names that do not end in .ipynb, in lower case";
  if (notebook.startsWith("/") || notebook.split("/").includes("..")) return "it is not below the course directory";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[\u0000-\u001f\u007f\\]/.test(notebook)) return "control characters and backslashes cannot be in a launch link";
  return undefined;
}

/** A path from the shell's completion (`images/hello/hello.ipynb`) means the same as one below the course. */
function belowCourse(directory: string, asked: string, cwd: string): string {
  const fromCwd = relative(directory, join(cwd, asked));
  const isBelow = cwd !== directory && !fromCwd.startsWith("..") && !asked.startsWith("/");
  return posix.normalize(isBelow ? fromCwd.split(sep).join(posix.sep) : asked);
}
