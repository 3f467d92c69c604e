import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { normalizeName, parseRequirements } from "../../check/requirements/parse-requirements.ts";
import type { PipInstall } from "./run-outcome.ts";

/** Everything that decides what the pip installs of a course install. */
export interface WantedPackages {
  /** Arguments, and the texts of all files that they name, those named in files included. */
  readonly texts: readonly string[];
  readonly requirements: readonly ListedRequirement[];
  /** Whether a folder or archive of the course is installed: then all of its files decide too. */
  readonly installsFiles: boolean;
}

/** Where somebody asked for a package. */
export interface ListedRequirement {
  /** By PEP 503; a path as it is written. */
  readonly name: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** Reads the requirements and constraints files, nested ones too; a missing file is a fact like any other. */
export async function readWantedPackages(installs: readonly PipInstall[], course: string): Promise<WantedPackages> {
  const texts: string[] = installs.flatMap((install) => ["install", ...install.arguments]);
  const requirements = installs.flatMap((install) =>
    install.requirements.map(({ text, line }) => ({ name: nameOf(text), file: "Dockerfile", line })),
  );
  let installsFiles = installs.some((install) => install.installsFiles);
  const pending = installs.flatMap(({ files }) => files);
  const seen = new Set<string>();
  for (let file = pending.shift(); file !== undefined; file = pending.shift()) {
    if (seen.has(file) || /^[a-z]+:\/\//i.test(file)) continue;
    seen.add(file);
    const text = await readFile(join(course, file), "utf8").catch(() => undefined);
    texts.push(file, text ?? "missing");
    if (text === undefined) continue;
    const facts = parseRequirements(file, text);
    requirements.push(
      ...facts.requirements.map(({ normalizedName: name, range }) => ({ name, file, line: range.start.line + 1 })),
      ...facts.sources.map(({ text: name, range }) => ({ name, file, line: range.start.line + 1 })),
    );
    installsFiles ||= facts.sources.some(({ type }) => type === "path");
    pending.push(...facts.includes.map(({ path }) => join(dirname(file), path)));
  }
  return { texts, requirements, installsFiles };
}

/** Who asked for the first of these that somebody asked for, by its name. */
export function whereIsListed(
  requirements: readonly (string | undefined)[],
  listed: readonly ListedRequirement[],
): ListedRequirement | undefined {
  const names = requirements.flatMap((text) => (text === undefined ? [] : nameOf(text)));
  return names.flatMap((name) => listed.find((each) => each.name === name) ?? [])[0];
}

function nameOf(requirement: string): string {
  const name = /^[A-Za-z0-9][\w.-]*/.exec(requirement)?.[0];
  return name === undefined ? requirement : normalizeName(name);
}
