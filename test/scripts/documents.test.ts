import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { documents } from "../../scripts/documents.ts";

it.each(Object.entries(documents()))("%s is up to date (else: npm run docs)", async (path, text) => {
  expect(await readFile(path, "utf8")).toBe(text);
});
