import type { Position, Range } from "../check/diagnostic.ts";
import { readCode } from "../check/notebook/code-facts.ts";
import { distributionsOf } from "../check/python/provided-distributions.ts";
import { standardLibrary } from "../check/python/standard-library.ts";
import { normalizeName, parseRequirements } from "../check/requirements/parse-requirements.ts";
import { TextLines } from "../check/text-lines.ts";
import type { CoursePackages } from "../requests.ts";

/** A place in a text that names a package, and what the image has of it. */
export interface PackageMention {
  readonly name: string;
  /** Undefined where the image does not have it, empty where its version is unknown. */
  readonly version: string | undefined;
  readonly range: Range;
}

type Held = Pick<CoursePackages, "modules" | "versions">;

/** The requirement at a place of a requirements file. */
export function requirementAt(text: string, position: Position, { versions }: Held): PackageMention | undefined {
  const { requirements } = parseRequirements("requirements.txt", text);
  const found = requirements.find(({ range }) => contains(range, position));
  return found && { name: found.name, version: versions.get(found.normalizedName), range: found.range };
}

/** The import at a place of a code cell, where it is certain which package of the image brings it. */
export function importAt(source: string, position: Position, held: Held): PackageMention | undefined {
  const lines = new TextLines(source);
  const offset = lines.offset(position);
  const found = readCode(source).imports.find(({ start, end }) => start <= offset && offset <= end);
  const name = found && bringing(found.module, held);
  if (found === undefined || name === undefined) return undefined;
  return { name, version: held.versions.get(name), range: lines.range(found.start, found.end) };
}

/** Several packages may share a top-level name (`google`): then only the one that the whole module is known by counts. */
function bringing(module: string, { modules, versions }: Held): string | undefined {
  const top = module.split(".")[0] ?? "";
  if (standardLibrary.includes(top)) return undefined;
  const all = (modules.get(top) ?? []).filter((name) => versions.has(name));
  const likely = distributionsOf(module).map(normalizeName);
  return all.length === 1 ? all[0] : likely.find((name) => all.includes(name));
}

function contains({ start, end }: Range, { line, character }: Position): boolean {
  const isAfter = line > start.line || (line === start.line && character >= start.character);
  return isAfter && (line < end.line || (line === end.line && character <= end.character));
}
