import { copyFile, link, mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { exists } from "./log-file.ts";

/**
 * Lets an environment see a lower one's packages without copying them: a .pth file shows them, and Jupyter's files below
 * sys.prefix are there by hard links. Not by symbolic ones: through a linked folder, a package (ipywidgets with its
 * labextension) would write into the lower environment, and a linked file Jupyter does not serve, since it lies outside.
 */
export async function layerOn(lower: string, folder: string): Promise<void> {
  const [version = ""] = (await readdir(join(folder, "lib"))).filter((name) => name.startsWith("python3"));
  const packages = join("lib", version, "site-packages");
  await writeFile(join(folder, packages, "lower.pth"), `${join(lower, packages)}\n`);
  for (const shared of ["share/jupyter", "etc/jupyter"]) {
    if (await exists(join(lower, shared))) await shareFiles(join(lower, shared), join(folder, shared));
  }
}

async function shareFiles(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await shareFiles(source, target);
    else await link(source, target).catch(() => copyFile(source, target)); // some file systems have no hard links
  }
}
