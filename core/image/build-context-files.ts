import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import ignore from "@balena/dockerignore";

/** What `docker build` sees of a course directory, by relative paths. */
export interface BuildContext {
  /** What COPY and ADD can name. */
  readonly files: readonly string[];
  /** What is sent to the engine: those files, their directories, empty directories, and always the Dockerfile. */
  readonly sent: ReadonlySet<string>;
}

/** Reads the directory as far as `.dockerignore` lets it be seen. */
export async function readBuildContext(directory: string): Promise<BuildContext> {
  const text = await readRules(directory);
  const rules = ignore({ ignorecase: false }).add(text);
  const hasExceptions = /^\s*!/m.test(text);
  const files: string[] = [];
  const sent = new Set(["Dockerfile", ".dockerignore"]);
  const addWithParents = (path: string) => {
    for (let part = path; part !== "" && !sent.has(part); part = part.slice(0, Math.max(part.lastIndexOf("/"), 0)))
      sent.add(part);
  };
  const collect = async (folder: string): Promise<void> => {
    for (const entry of await readdir(join(directory, folder), { withFileTypes: true })) {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      const ignored = rules.ignores(path);
      if (!ignored) addWithParents(path);
      if (!ignored && !entry.isDirectory()) files.push(path);
      // An ignored directory may be unreadable, or huge: it is entered only where an exception may bring back its files.
      if (entry.isDirectory() && (!ignored || hasExceptions)) await collect(path);
    }
  };
  await collect("");
  return { files, sent };
}

/** `Dockerfile.dockerignore` wins over `.dockerignore`, as in BuildKit. */
async function readRules(directory: string): Promise<string> {
  for (const name of ["Dockerfile.dockerignore", ".dockerignore"]) {
    const text = await readFile(join(directory, name), "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return undefined;
      throw error;
    });
    if (text !== undefined) return text.replace(/^\uFEFF/, "");
  }
  return "";
}
