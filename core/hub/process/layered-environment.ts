import { mkdir, readdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { exists } from "./log-file.ts";

/**
 * Lets an environment see a lower one's packages without copying them: a .pth file shows them, and Jupyter's files below
 * sys.prefix are linked one by one. Their folders are the upper one's own, so that what a package puts into one of them
 * (ipywidgets its labextension) does not go through a link into the lower environment.
 */
export async function layerOn(lower: string, folder: string): Promise<void> {
  const [version = ""] = (await readdir(join(folder, "lib"))).filter((name) => name.startsWith("python3"));
  const packages = join("lib", version, "site-packages");
  await writeFile(join(folder, packages, "lower.pth"), `${join(lower, packages)}\n`);
  for (const shared of ["share/jupyter", "etc/jupyter"]) {
    if (await exists(join(lower, shared))) await linkFiles(join(lower, shared), join(folder, shared));
  }
}

async function linkFiles(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    await (entry.isDirectory() ? linkFiles(source, target) : symlink(source, target));
  }
}
