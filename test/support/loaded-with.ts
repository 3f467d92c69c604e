import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** A file of dist/ and all that is loaded with it, without what only a later `import()` brings. */
export function loadedWith(file: string, seen = new Set<string>()): Set<string> {
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
