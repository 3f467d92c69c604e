import { readFileSync } from "node:fs";
import { lstat, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname, isAbsolute, join, relative, sep } from "node:path";
import type { CourseFiles } from "../check/check.ts";
import { type SnapshotFile, withoutByteOrderMark } from "../check/snapshot.ts";

const largestText = 100_000_000;
const deepestCourse = 3;

/** Directories that count as one file, because nobody edits what is in them: that file stands for the rest. */
const closedDirectories: Readonly<Record<string, string>> = {
  ".git": "HEAD",
  node_modules: ".package-lock.json",
  ".venv": "pyvenv.cfg",
  venv: "pyvenv.cfg",
  ".ipynb_checkpoints": "checkpoint",
  __pycache__: "module.pyc",
};

/** Course directories on the disk. Texts are read when a rule first asks for them, and symbolic links are not followed. */
export class DiskCourseFiles implements CourseFiles {
  async findCourses(directory: string): Promise<string[]> {
    const found = await coursesBelow(directory, 0);
    return found.length > 0 ? found.sort() : [directory];
  }

  async courseOf(file: string, root: string): Promise<string | undefined> {
    let named: string | undefined; // an nbdev.yaml makes a course where no Dockerfile with notebooks does
    for (const directory of directoriesFrom(root, dirname(file))) {
      named ??= (await isFile(join(directory, "nbdev.yaml"))) ? directory : undefined;
      const here = await courseHere(directory, directory === root);
      if (here !== undefined) return here[0] ?? named;
    }
    return named;
  }

  async read(directory: string, path = ""): Promise<ReadonlyMap<string, SnapshotFile>> {
    const files = new Map<string, SnapshotFile>();
    for (const found of (await pathsAt(directory, path)).sort()) {
      const file = await snapshotFile(directory, found);
      if (file !== undefined) files.set(found, file);
    }
    return files;
  }

  async readText(file: string): Promise<string | undefined> {
    return isFile(file).then((exists) => (exists ? readFile(file, "utf8") : undefined));
  }

  async writeText(file: string, text: string): Promise<void> {
    await writeFile(file, text);
  }
}

async function coursesBelow(directory: string, depth: number): Promise<string[]> {
  const here = await courseHere(directory, depth === 0);
  if (here !== undefined) return here;
  if (depth >= deepestCourse) return [];
  const entries = await readdir(directory, { withFileTypes: true });
  const directories = entries.filter(
    (entry) => entry.isDirectory() && !entry.name.startsWith(".") && !isClosed(entry.name),
  );
  const found = await Promise.all(directories.map(({ name }) => coursesBelow(join(directory, name), depth + 1)));
  return found.flat();
}

/** From `root` down to `directory`, as far as courses are looked for; none where it is outside. */
function directoriesFrom(root: string, directory: string): string[] {
  const names = relative(root, directory)
    .split(sep)
    .filter((name) => name !== "");
  if (isAbsolute(relative(root, directory)) || names[0] === "..") return [];
  const searched = names.findIndex((name) => name.startsWith(".") || isClosed(name));
  const depth = Math.min(deepestCourse, searched < 0 ? names.length : searched);
  return Array.from({ length: depth + 1 }, (_, length) => join(root, ...names.slice(0, length)));
}

/**
 * The directory as a course, or as none; undefined where one may be below it. A Dockerfile alone makes no course:
 * `docker/Dockerfile` is mostly built from the directory above.
 */
async function courseHere(directory: string, isRoot: boolean): Promise<string[] | undefined> {
  if (!(await isFile(join(directory, "Dockerfile")))) return undefined;
  return isRoot || (await hasNotebook(directory)) ? [directory] : [];
}

async function hasNotebook(directory: string): Promise<boolean> {
  return (await pathsBelow(directory, "")).some((path) => path.endsWith(".ipynb"));
}

async function pathsAt(directory: string, path: string): Promise<string[]> {
  if (path === "") return pathsBelow(directory, "");
  const names = path.split("/");
  const closed = names.findIndex(isClosed);
  const asked = closed < 0 ? path : names.slice(0, closed + 1).join("/");
  const found = await orMissing(lstat(join(directory, asked)));
  if (found?.isDirectory() !== true) return found?.isFile() ? [asked] : [];
  return closed < 0 ? pathsBelow(join(directory, asked), asked) : [standIn(asked, names[closed] ?? "")];
}

async function pathsBelow(directory: string, prefix: string): Promise<string[]> {
  const entries = (await orMissing(readdir(directory, { withFileTypes: true }))) ?? [];
  const nested = await Promise.all(
    entries.map((entry) => {
      const path = prefix === "" ? entry.name : `${prefix}/${entry.name}`;
      if (!entry.isDirectory()) return entry.isFile() ? [path] : [];
      if (isClosed(entry.name)) return [standIn(path, entry.name)];
      return pathsBelow(join(directory, entry.name), path);
    }),
  );
  return nested.flat();
}

async function snapshotFile(directory: string, path: string): Promise<SnapshotFile | undefined> {
  const file = join(directory, path);
  if (isClosed(path.split("/").at(-2) ?? "")) return { path, size: 0, version: "", text: () => undefined };
  const found = await orMissing(stat(file));
  if (found === undefined) return undefined;
  const { size, mtimeMs } = found;
  return { path, size, version: `${mtimeMs}:${size}`, text: () => (size > largestText ? undefined : readText(file)) };
}

/** Undefined for a file that went away since it was listed. */
function readText(file: string): string | undefined {
  try {
    return decode(readFileSync(file));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** UTF-8, or what Windows calls Unicode: `pip freeze > requirements.txt` of PowerShell writes UTF-16. */
function decode(bytes: Buffer): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return withoutByteOrderMark(bytes.toString(isUtf16 ? "utf16le" : "utf8"));
}

function standIn(path: string, name: string): string {
  return `${path}/${closedDirectories[name]}`;
}

function isClosed(name: string): boolean {
  return Object.hasOwn(closedDirectories, name);
}

async function isFile(path: string): Promise<boolean> {
  return (await orMissing(stat(path)))?.isFile() ?? false;
}

/** Undefined where there is no such file or directory, perhaps since a moment ago. */
async function orMissing<Found>(asked: Promise<Found>): Promise<Found | undefined> {
  return asked.catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
}
