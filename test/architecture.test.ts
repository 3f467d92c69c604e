import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "..");

/** The import law of docs/decisions.md: shells → core/index.ts → domain folders → progress, errors, command. */
const foundations = new Set(["progress", "errors", "command"]);
const composers = new Set(["core/index.ts", "core/create-nbdev.ts"]);

interface Import {
  readonly from: string;
  readonly to: string;
}

describe("the import law", () => {
  const imports = ["core", "cli", "extension"].flatMap(sources).flatMap(importsOf);

  it("lets the shells import only core/index.ts, and not each other", () => {
    const shell = (path: string) => path.split("/")[0];
    const broken = imports.filter(
      ({ from, to }) =>
        /^(cli|extension)\//.test(from) && /^(core|cli|extension)\//.test(to) && shell(from) !== shell(to),
    );
    expect(broken.filter(({ to }) => to !== "core/index.ts")).toEqual([]);
  });

  it("keeps vscode, commander and terminals out of core", () => {
    const forbidden = /^(vscode|commander|listr2|@clack\/|cli-table3|open$|@bomb\.sh)/;
    expect(imports.filter(({ from, to }) => from.startsWith("core/") && forbidden.test(to))).toEqual([]);
  });

  it("lets only adapters touch the outside, and no domain folder import adapters", () => {
    const outside =
      /^(dockerode|execa|@kubernetes\/|ws$|node:(child_process|net|http|https|tls|dgram)|proper-lockfile|get-port)/;
    const core = imports.filter(({ from }) => from.startsWith("core/") && !from.startsWith("core/adapters/"));
    expect(core.filter(({ to }) => outside.test(to))).toEqual([]);
    expect(core.filter(({ from, to }) => to.startsWith("core/adapters/") && !composers.has(from))).toEqual([]);
  });

  it("lets the extension import only vscode, the Jupyter extension's types, core/index.ts, paths and timers", () => {
    const allowed =
      /^(vscode|@vscode\/jupyter-extension|node:path|node:timers\/promises|core\/index\.ts|extension\/.*)$/;
    const outward = imports.filter(({ from, to }) => from.startsWith("extension/") && !allowed.test(to));
    expect(outward).toEqual([]);
  });

  it("keeps core free of the shells, and its foundations free of the domain", () => {
    expect(imports.filter(({ from, to }) => from.startsWith("core/") && /^(cli|extension)\//.test(to))).toEqual([]);
    const folder = (path: string) => path.split("/")[1] ?? "";
    const fromFoundation = imports.filter(({ from, to }) => foundations.has(folder(from)) && to.startsWith("core/"));
    const outward = fromFoundation.filter(({ to }) => !foundations.has(folder(to)) && to !== "core/host.ts");
    expect(outward).toEqual([]);
  });
});

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(folder, name));
}

function importsOf(from: string): Import[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(join(root, from), "utf8"), true, true);
  return importedFiles.map(({ fileName }) => ({
    from,
    to: fileName.startsWith(".") ? relative(root, resolve(root, dirname(from), fileName)) : fileName,
  }));
}
