import { readFileSync } from "node:fs";
import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
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

  async read(directory: string): Promise<ReadonlyMap<string, SnapshotFile>> {
    const files = new Map<string, SnapshotFile>();
    for (const path of (await pathsBelow(directory, "")).sort()) {
      const file = await snapshotFile(directory, path);
      if (file !== undefined) files.set(path, file);
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

/** A Dockerfile alone makes no course: `docker/Dockerfile` is mostly built from the directory above. */
async function coursesBelow(directory: string, depth: number): Promise<string[]> {
  if (await isFile(join(directory, "Dockerfile"))) {
    return depth === 0 || (await hasNotebook(directory)) ? [directory] : [];
  }
  if (depth >= deepestCourse) return [];
  const entries = await readdir(directory, { withFileTypes: true });
  const directories = entries.filter(
    (entry) => entry.isDirectory() && !entry.name.startsWith(".") && !isClosed(entry.name),
  );
  const found = await Promise.all(directories.map(({ name }) => coursesBelow(join(directory, name), depth + 1)));
  return found.flat();
}

async function hasNotebook(directory: string): Promise<boolean> {
  return (await pathsBelow(directory, "")).some((path) => path.endsWith(".ipynb"));
}

async function pathsBelow(directory: string, prefix: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  const nested = await Promise.all(
    entries.map((entry) => {
      const path = prefix === "" ? entry.name : `${prefix}/${entry.name}`;
      if (!entry.isDirectory()) return entry.isFile() ? [path] : [];
      if (isClosed(entry.name)) return [`${path}/${closedDirectories[entry.name]}`];
      return pathsBelow(join(directory, entry.name), path);
    }),
  );
  return nested.flat();
}

async function snapshotFile(directory: string, path: string): Promise<SnapshotFile | undefined> {
  const file = join(directory, path);
  if (isClosed(path.split("/").at(-2) ?? "")) return { path, size: 0, version: "", text: () => undefined };
  const { size, mtimeMs } = await stat(file);
  return {
    path,
    size,
    version: `${mtimeMs}:${size}`,
    text: () => (size > largestText ? undefined : decode(readFileSync(file))),
  };
}

/** UTF-8, or what Windows calls Unicode: `pip freeze > requirements.txt` of PowerShell writes UTF-16. */
function decode(bytes: Buffer): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return withoutByteOrderMark(bytes.toString(isUtf16 ? "utf16le" : "utf8"));
}

function isClosed(name: string): boolean {
  return Object.hasOwn(closedDirectories, name);
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT" || error.code === "ENOTDIR") return false;
      throw error;
    },
  );
}
