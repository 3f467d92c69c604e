import { resolve } from "node:path";
import { build } from "esbuild";

export const repository = process.cwd(); // vitest and npm run start there

/** One suite as the extension host can load it: CommonJS, all in one file, with lines that lead back to the source. */
export async function buildSuite(source: string): Promise<string> {
  const outfile = resolve(repository, "out/suite", source.replace(/^.*\/([^/]+)\.ts$/, "$1.cjs"));
  await build({
    entryPoints: [source],
    outfile,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    external: ["vscode"],
    sourcemap: "inline",
    logLevel: "warning",
    banner: { js: "process.setSourceMapsEnabled(true);" },
  });
  return outfile;
}
