import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";

/** A file of dist/ and all that is loaded with it, without what only a later `import()` brings. */
function loadedWith(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const text = readFileSync(file, "utf8");
  const { importedFiles } = ts.preProcessFile(text, true, false);
  const later = new Set([...text.matchAll(/import\("([^"]+)"\)/g)].map(([, name]) => name));
  for (const { fileName } of importedFiles) {
    if (fileName.startsWith(".") && !later.has(fileName)) loadedWith(join(file, "..", fileName), seen);
  }
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
});
