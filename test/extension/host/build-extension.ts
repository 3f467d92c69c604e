import { copyFile, mkdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { buildSuite, repository } from "./build-suite.ts";

/** An extension of the tests, as a folder that VS Code can load. */
export async function buildExtension(folder: string, entry: string): Promise<string> {
  const built = join(repository, "out/suite", basename(folder));
  await mkdir(built, { recursive: true });
  await copyFile(join(folder, "package.json"), join(built, "package.json"));
  await copyFile(await buildSuite(join(folder, `${entry}.ts`)), join(built, `${entry}.cjs`));
  return built;
}
