import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import ignore from "@balena/dockerignore";
import { isMachinery } from "./notebooks.ts";

/**
 * A file of the course that was written after a moment (ISO 8601), as a POSIX path relative to the directory; undefined
 * where there is none. What `.dockerignore` names does not count, and neither do hidden folders and those of tools.
 */
export async function findChangedFile(directory: string, since: string): Promise<string | undefined> {
  const rules = ignore().add(await readFile(join(directory, ".dockerignore"), "utf8").catch(() => ""));
  const moment = Date.parse(since);
  const search = async (folder: string): Promise<string | undefined> => {
    for (const entry of await readdir(join(directory, folder), { withFileTypes: true })) {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        const below = isMachinery(entry.name) || rules.ignores(path) ? undefined : await search(path);
        if (below !== undefined) return below;
      } else if (entry.isFile() && !rules.ignores(path) && (await isNewer(join(directory, path), moment))) return path;
    }
    return undefined;
  };
  return search("");
}

/** A file that vanishes meanwhile is not newer. */
function isNewer(file: string, moment: number): Promise<boolean> {
  return stat(file).then(
    ({ mtimeMs }) => mtimeMs > moment,
    () => false,
  );
}
