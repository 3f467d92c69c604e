import type { Target } from "./choose-course.ts";

/**
 * What VS Code hands to a command, by where it was called: a Uri (explorer, editor), a notebook editor's context
 * (notebook toolbar), an item of our tree, or nothing (palette).
 */
export function targetOf(argument: unknown): Target | undefined {
  const path =
    stringAt(argument, "fsPath") ??
    stringAt(argument, "notebookEditor", "notebookUri", "fsPath") ??
    stringAt(argument, "path");
  return path === undefined ? undefined : { path };
}

function stringAt(value: unknown, ...keys: string[]): string | undefined {
  let found = value;
  for (const key of keys) {
    if (typeof found !== "object" || found === null) return undefined;
    found = Reflect.get(found, key);
  }
  return typeof found === "string" ? found : undefined;
}
