import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** The name, version and licence text of every package that a bundle's inputs come from, as their licences ask. */
export async function thirdPartyLicences(inputs) {
  const folders = new Set(inputs.flatMap((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? []));
  const texts = await Promise.all([...folders].sort().map(licenceOf));
  return texts.join(`\n${"-".repeat(80)}\n\n`);
}

async function licenceOf(folder) {
  const { name, version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const file = (await readdir(folder)).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  const text = file === undefined ? "" : (await readFile(join(folder, file), "utf8")).trim();
  return `${name} ${version} (${license?.type ?? license ?? "see its text"})\n\n${text}\n`;
}
