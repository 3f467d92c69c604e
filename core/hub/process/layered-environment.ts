import { mkdir, readdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { exists } from "./log-file.ts";

/** A .pth file shows the lower environment's packages; Jupyter looks for its files below sys.prefix, so those are linked. */
export async function layerOn(lower: string, folder: string): Promise<void> {
  const [version = ""] = (await readdir(join(folder, "lib"))).filter((name) => name.startsWith("python3"));
  const packages = join("lib", version, "site-packages");
  await writeFile(join(folder, packages, "lower.pth"), `${join(lower, packages)}\n`);
  for (const shared of ["share/jupyter", "etc/jupyter"]) {
    if (!(await exists(join(lower, shared)))) continue;
    await mkdir(join(folder, shared), { recursive: true });
    for (const name of await readdir(join(lower, shared)))
      await symlink(join(lower, shared, name), join(folder, shared, name));
  }
}
