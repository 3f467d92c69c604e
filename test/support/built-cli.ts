import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { build, type Metafile } from "esbuild";
import { execa } from "execa";

/** The command line as a process, bundled as for a release, in a directory of its own below the working directory. */
export interface BuiltCli {
  readonly directory: string;
  readonly metafile: Metafile;
  nbdev(words: readonly string[], cwd?: string): Promise<{ exitCode: number; stdout: string; stderr: string }>;
  remove(): Promise<void>;
}

export async function buildCli(entryPoints: Readonly<Record<string, string>> = {}): Promise<BuiltCli> {
  const directory = await mkdtemp("out-test-");
  const { metafile } = await build({
    entryPoints: { "dist/nbdev": "cli/main.ts", ...entryPoints },
    outdir: directory,
    bundle: true,
    splitting: true,
    packages: "external",
    platform: "node",
    format: "esm",
    metafile: true,
  });
  await execa("cp", ["package.json", directory]);
  const main = join(process.cwd(), directory, "dist/nbdev.js");
  return {
    directory,
    metafile,
    nbdev: async (words, cwd) => {
      const { exitCode, stdout, stderr } = await execa("node", [main, ...words], {
        reject: false,
        ...(cwd === undefined ? {} : { cwd }),
      });
      return { exitCode: exitCode ?? -1, stdout, stderr };
    },
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}
