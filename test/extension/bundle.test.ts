import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadedWith } from "../support/loaded-with.ts";

/** A source and all that it imports of the extension's own, without types and what only a later `import()` brings. */
function sourcesOf(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file) || !file.startsWith("extension/")) return seen;
  seen.add(file);
  const imports = readFileSync(file, "utf8").matchAll(/^import (?!type )[^;]+? from "(\.[^"]+)";/gm);
  for (const [, path = ""] of imports) sourcesOf(join(file, "..", path), seen);
  return seen;
}

describe("the built extension", () => {
  const loaded = [...loadedWith("dist/extension.js")];

  it("loads at most 150 kB before its first use, and nothing of the library", () => {
    const bytes = loaded.reduce((sum, file) => sum + statSync(file).size, 0);
    expect(bytes).toBeLessThanOrEqual(150_000);
    const text = loaded.map((file) => readFileSync(file, "utf8")).join("\n");
    expect(text).not.toContain("HUB_CRASHING");
    expect(text).toContain("nbdev.courses");
  });

  it("is one file until then, and finds there what it loads later", () => {
    expect(loaded).toEqual(["dist/extension.js"]);
    const later = [...readFileSync("dist/extension.js", "utf8").matchAll(/import\("\.\/([^"]+)"\)/g)];
    expect(later.map(([, name]) => name).sort()).toEqual(["chunks/core.js", "chunks/diagnosed-courses.js"]);
    for (const [, name] of later) expect(statSync(`dist/${name}`).isFile()).toBe(true);
  });

  it("shares with what it loads later only what holds no state, since that is there twice", () => {
    const later = sourcesOf("extension/diagnostics/diagnosed-courses.ts");
    const twice = [...sourcesOf("extension/activate.ts")].filter((file) => later.has(file));
    expect(twice.sort()).toEqual(["extension/as-range.ts", "extension/diagnostics/course-documents.ts"]);
  });
});
