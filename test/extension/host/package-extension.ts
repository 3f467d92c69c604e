import { execFile } from "node:child_process";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { repository } from "./build-suite.ts";
import { codeServerEntry, missingHost } from "./installation.ts";

const run = promisify(execFile);

/** What `npm run package` makes. */
export const packedExtension = join(repository, "out/nbdev.vsix");

/** The same, installed afresh: what users run is what every suite runs. */
export const installedExtension = join(repository, "out/installed/nbdev");

/** Packs the extension and has VS Code itself unpack it, before the first suite. */
export default async function packageExtension(): Promise<void> {
  if (missingHost() !== undefined) return;
  await pack();
  const place = join(dirname(installedExtension), "place");
  await rm(dirname(installedExtension), { recursive: true, force: true });
  await mkdir(place, { recursive: true });
  const own = ["--user-data-dir", join(place, "user"), "--extensions-dir", join(place, "extensions")];
  const config = ["--config", join(place, "config.yaml")];
  await run(process.execPath, [codeServerEntry, ...config, ...own, "--install-extension", packedExtension]);
  const name = (await readdir(join(place, "extensions"))).find((each) => each.startsWith("nbdev.nbdev-"));
  if (name === undefined) throw new Error(`${packedExtension} was not installed`);
  await rename(join(place, "extensions", name), installedExtension);
}

/** Builds and packs, and returns the package's file. */
export async function pack(): Promise<string> {
  await run("npm", ["run", "package"], { cwd: repository });
  return packedExtension;
}
