import type { Position, Range } from "../check/diagnostic.ts";
import { normalizeName, parseRequirements } from "../check/requirements/parse-requirements.ts";
import { TextLines } from "../check/text-lines.ts";
import type { CoursePackages } from "../requests.ts";

/** What could stand at a place of a requirements file. */
export interface RequirementCompletion {
  readonly name: string;
  /** As in the image; empty where it is unknown. */
  readonly version: string;
  readonly newText: string;
  /** What `newText` replaces. */
  readonly range: Range;
}

const beforeName = /^\s*((?:[A-Za-z0-9][\w.-]*)?)$/;
const beforeVersion = /^\s*([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*(?:===?|~=|>=|<=)\s*([\w.+!*-]*)$/;

/** Packages of the image that the file does not name yet, each with its version; behind an operator, that version alone. */
export function completeRequirement(
  text: string,
  { line: row, character }: Position,
  { versions }: Pick<CoursePackages, "versions">,
): RequirementCompletion[] {
  const line = new TextLines(text).line(row);
  const [before, after] = [line.slice(0, character), line.slice(character)];
  const replacing = (typed: string, rest: RegExp): Range => ({
    start: { line: row, character: character - typed.length },
    end: { line: row, character: character + (rest.exec(after)?.[0].length ?? 0) },
  });
  const [, pinned, typed = ""] = beforeVersion.exec(before) ?? [];
  if (pinned !== undefined) {
    const name = normalizeName(pinned);
    const version = versions.get(name) ?? "";
    return version === "" ? [] : [{ name, version, newText: version, range: replacing(typed, /^[\w.+!*-]*/) }];
  }
  const word = beforeName.exec(before)?.[1];
  if (word === undefined) return [];
  const range = replacing(word, /^[\w.-]*/);
  const isWhole = /^\s*(#.*)?$/.test(line.slice(range.end.character));
  const named = namesOutside(text, row);
  return [...versions]
    .filter(([name]) => !named.has(name))
    .map(([name, version]) => ({
      ...{ name, version, range },
      newText: isWhole && version !== "" ? `${name}==${version}` : name,
    }));
}

function namesOutside(text: string, line: number): Set<string> {
  const { requirements } = parseRequirements("requirements.txt", text);
  const others = requirements.filter(({ nameRange }) => nameRange.start.line !== line);
  return new Set(others.map(({ normalizedName }) => normalizedName));
}
