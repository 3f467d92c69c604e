import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { NbdevError } from "../errors/index.ts";
import type { Course } from "./course.ts";

const machinery = new Set(["node_modules", "venv", "__pycache__"]);

/** Whether a folder holds what tools keep for themselves, and so nothing of the course. */
export function isMachinery(name: string): boolean {
  return name.startsWith(".") || machinery.has(name);
}

/**
 * The `*.ipynb` files that an author counts as the course's: POSIX paths relative to the directory, in the order of
 * their code units. Hidden folders (`.ipynb_checkpoints`, `.venv`, `.git`) and those of tools are left out, links are not followed.
 */
export async function findNotebooks(directory: string): Promise<string[]> {
  const found: string[] = [];
  const walk = async (folder: string) => {
    for (const entry of await readdir(join(directory, folder), { withFileTypes: true })) {
      if (isMachinery(entry.name)) continue;
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) await walk(path);
      else if (entry.isFile() && entry.name.endsWith(".ipynb")) found.push(path);
    }
  };
  await walk("");
  return found.sort();
}

/**
 * The course's notebook that was asked for, checked for what production's hub makes of such a name. Throws
 * NOTEBOOK_NAME_INVALID, or NOTEBOOK_NOT_FOUND with the notebook that was probably meant.
 */
export function resolveNotebook(course: Pick<Course, "directory" | "notebooks">, asked: string): string {
  const reason = whyNotLaunchable(asked);
  if (reason !== undefined) throw new NbdevError("NOTEBOOK_NAME_INVALID", { notebook: asked, reason });
  if (course.notebooks.includes(asked)) return asked;
  const similar = similarNotebook(course.notebooks, asked);
  throw new NbdevError("NOTEBOOK_NOT_FOUND", { notebook: asked, directory: course.directory, similar });
}

/** Why production's hub would not open a notebook of this name; undefined if it would. */
export function whyNotLaunchable(notebook: string): string | undefined {
  if (!notebook.endsWith(".ipynb")) {
    return notebook.toLowerCase().endsWith(".ipynb")
      ? 'the hub ignores it, because its name does not end in ".ipynb" in lower case'
      : 'its name does not end in ".ipynb"';
  }
  if (/[{}]/.test(notebook)) return 'the hub answers 500 to a name with "{" or "}"';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these are refused
  if (/[\u0000-\u001f\u007f]/.test(notebook)) return "it holds a line break or another control character";
  if (/^([/\\]|[A-Za-z]:[/\\])/.test(notebook))
    return "it is an absolute path; it must be relative to the course directory";
  if (notebook.includes("\\")) return 'folders are separated by "/", not by "\\"';
  const parts = notebook.split("/");
  if (parts.includes("..")) return 'it leaves the course directory by ".."';
  if (parts.includes(".") || parts.includes(""))
    return 'it has an empty folder name or ".", which the hub does not resolve';
  return undefined;
}

/** Another case of the same path, else the one notebook of the same file name in whatever case and folder. */
function similarNotebook(notebooks: readonly string[], asked: string): string | undefined {
  const normal = (path: string) => path.normalize("NFC").toLowerCase();
  const fileName = (path: string) => normal(path).split("/").at(-1);
  const samePath = notebooks.find((notebook) => normal(notebook) === normal(asked));
  return samePath ?? notebooks.find((notebook) => fileName(notebook) === fileName(asked));
}
