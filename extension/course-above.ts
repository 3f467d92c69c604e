import { dirname, join } from "node:path";

/**
 * The nearest course around a folder, which is none itself; no further up than the folder's own Git repository, and none
 * where there is no repository. Both are absolute.
 */
export async function courseAbove(
  directory: string,
  exists: (path: string) => Promise<boolean>,
): Promise<string | undefined> {
  let nearest: string | undefined;
  for (let folder = directory; ; folder = dirname(folder)) {
    if (folder !== directory && nearest === undefined && (await isCourse(folder, exists))) nearest = folder;
    if (await exists(join(folder, ".git"))) return nearest;
    if (dirname(folder) === folder) return undefined;
  }
}

async function isCourse(folder: string, exists: (path: string) => Promise<boolean>): Promise<boolean> {
  return (await exists(join(folder, "Dockerfile"))) || exists(join(folder, "nbdev.yaml"));
}
