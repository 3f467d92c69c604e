import { chmod, cp, rm, writeFile } from "node:fs/promises";
import { build } from "esbuild";
import { thirdPartyLicences } from "./scripts/third-party-licences.mjs";

/** nbdev refuses engines behind ssh (DOCKER_REMOTE), so docker-modem's client for them, 2 MB, stays out. */
const withoutSsh = {
  name: "without-ssh",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^ssh2$/ }, () => ({ path: "ssh2", namespace: "without-ssh" }));
    onLoad({ filter: /.*/, namespace: "without-ssh" }, () => ({ contents: "export const Client = undefined;" }));
  },
};

// The command line, the extension and the proxy that a hub starts, with all they need, split so that each loads only
// what it uses. VS Code has loaded ECMAScript modules since 1.100.
await rm("dist", { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: {
    nbdev: "cli/main.ts",
    extension: "extension/activate.ts",
    proxy: "configurable-http-proxy/bin/configurable-http-proxy",
  },
  outdir: "dist",
  chunkNames: "chunks/[name]-[hash]",
  bundle: true,
  splitting: true,
  external: ["vscode"],
  plugins: [withoutSsh],
  platform: "node",
  target: "node20",
  format: "esm",
  minifySyntax: true,
  minifyWhitespace: true,
  keepNames: true,
  legalComments: "none",
  sourcemap: "linked",
  metafile: true,
  // CommonJS packages ask for Node's own modules by it; each file needs its own.
  banner: {
    js: 'import { createRequire as _createRequire } from "node:module"; const require = _createRequire(import.meta.url);',
  },
  logLevel: "warning",
});
await cp("node_modules/configurable-http-proxy/lib/error", "dist/error", { recursive: true }); // the proxy's own pages
await chmod("dist/nbdev.js", 0o755);
await writeFile("dist/THIRD-PARTY-LICENCES.txt", await thirdPartyLicences(Object.keys(metafile.inputs)));
if (process.argv.includes("--analyze")) await writeFile("out/meta.json", JSON.stringify(metafile));
