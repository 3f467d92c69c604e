import { rm } from "node:fs/promises";
import { build } from "esbuild";

// The CLI is ESM, split so that a command loads only what it needs; packages stay in node_modules.
await rm("dist", { recursive: true, force: true });
await build({
  entryPoints: { nbdev: "cli/main.ts" },
  outdir: "dist",
  bundle: true,
  splitting: true,
  packages: "external",
  platform: "node",
  target: "node20",
  format: "esm",
  sourcemap: "linked",
  banner: { js: "" },
  logLevel: "warning",
});
