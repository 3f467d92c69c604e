import { chmod, cp, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
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

/** What an `import()` of the extension brings: its name among the chunks, and its source. */
const later = {};
const loadedLater = {
  name: "loaded-later",
  setup({ onResolve }) {
    onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
      if (kind !== "dynamic-import") return undefined;
      const source = join(resolveDir, path);
      const chunk = `chunks/${basename(path) === "index.ts" ? basename(dirname(source)) : basename(path, ".ts")}`;
      later[chunk] = source;
      return { path: `./${chunk}.js`, external: true };
    });
  },
};

const common = {
  outdir: "dist",
  bundle: true,
  external: ["vscode"],
  platform: "node",
  target: "node20",
  format: "esm", // VS Code has loaded ECMAScript modules since 1.100
  minifySyntax: true,
  minifyWhitespace: true,
  keepNames: true,
  legalComments: "none",
  sourcemap: "linked",
  metafile: true,
  logLevel: "warning",
};

await rm("dist", { recursive: true, force: true });
// All that VS Code loads of the extension before its first use, in one file: each file more goes back and forth between
// threads of the extension host. What the later chunks share with it is there twice, so it must hold no state.
const extension = await build({
  ...common,
  entryPoints: { extension: "extension/activate.ts" },
  plugins: [loadedLater],
});
// The command line, the proxy that a hub starts, and what the extension loads later, with all they need, split so that each
// loads only what it uses.
const rest = await build({
  ...common,
  entryPoints: {
    nbdev: "cli/main.ts",
    proxy: "configurable-http-proxy/bin/configurable-http-proxy",
    ...later,
  },
  chunkNames: "chunks/[name]-[hash]",
  splitting: true,
  plugins: [withoutSsh],
  // CommonJS packages ask for Node's own modules by it; each file needs its own.
  banner: {
    js: 'import { createRequire as _createRequire } from "node:module"; const require = _createRequire(import.meta.url);',
  },
});
const metafiles = { extension: extension.metafile, rest: rest.metafile };
await cp("node_modules/configurable-http-proxy/lib/error", "dist/error", { recursive: true }); // the proxy's own pages
await chmod("dist/nbdev.js", 0o755);
await writeFile("dist/THIRD-PARTY-LICENCES.txt", await thirdPartyLicences(Object.keys(rest.metafile.inputs)));
if (process.argv.includes("--analyze")) await writeFile("out/meta.json", JSON.stringify(metafiles));
