import { NbdevError } from "../../errors/index.ts";
import { type ListedRequirement, whereIsListed } from "./requirement-files.ts";

/** What somebody asked for, for an error to point at. */
export interface InstallSource {
  /** The line of the RUN in the Dockerfile; undefined for nbdev's own requirements. */
  readonly line: number | undefined;
  readonly requirements: readonly ListedRequirement[];
}

/** pip retries by itself; only the last try decides. */
const gaveUp = /Retry\(total=0,|Max retries exceeded/;
const unreachable =
  /NewConnectionError|NameResolutionError|Temporary failure in name resolution|Connection refused|ProxyError|ConnectTimeout|Read timed out|Network is unreachable/;

/** Names a failed `pip install` by its output (pip 22 to 26): what could not be installed, who asked for it, and why. */
export function installFailure(output: readonly string[], source: InstallSource): NbdevError {
  const text = output.join("\n");
  const shown = { output: output.slice(-20) };
  if (gaveUp.test(text) && unreachable.test(text) && !isOfOneUrl(text))
    return new NbdevError("PYPI_UNREACHABLE", {}, shown);
  const { requirement, parent, reason, at } = readFailure(text);
  const listed = whereIsListed([requirement, parent], source.requirements);
  const where = at ?? (listed && `${listed.file}:${listed.line}`) ?? lastStep(text).at;
  const facts = { requirement: requirement ?? "What is asked for", places: placesOf(where, source.line), reason };
  return new NbdevError("REQUIREMENT_NOT_INSTALLABLE", facts, shown);
}

/** `sub/more.txt:1, by Dockerfile:7` */
function placesOf(where: string | undefined, line: number | undefined): string {
  const install = line === undefined ? "nbdev's own requirements" : `Dockerfile:${line}`;
  if (where === undefined) return install;
  return where.startsWith("Dockerfile:") ? where : `${where}, by ${install}`;
}

interface Failure {
  readonly requirement: string | undefined;
  readonly reason: string;
  /** Whose dependency it is. */
  readonly parent?: string | undefined;
  /** `file:line` */
  readonly at?: string | undefined;
}

function readFailure(text: string): Failure {
  const invalid = /Invalid requirement: (?:'([^'\n]*)'|(.+))(?:[\s\S]*?\(from line (\d+) of (.+?)\))?/.exec(text);
  if (invalid !== null) {
    const [, quoted, bare, line, file] = invalid;
    return { requirement: quoted ?? bare, reason: "pip cannot read it", at: line && `${file}:${line}` };
  }
  const noFile = /Could not open requirements file: .*'([^']+)'/.exec(text);
  if (noFile !== null) return { requirement: noFile[1], reason: "there is no such file in the course directory" };
  const conflict = /Cannot install (.+?) because these package versions have conflicting dependencies/.exec(text);
  if (conflict !== null) {
    const because = /The conflict is caused by:\n((?: {4}.*\n?)+)/.exec(text)?.[1] ?? "";
    const words = because
      .trim()
      .split(/\s*\n\s*/)
      .join("; ");
    return {
      requirement: conflict[1]?.replace(/^-r .+? \(line \d+\) and /, ""),
      reason: `it contradicts the others (${words})`,
    };
  }
  const hash = /DO NOT MATCH THE HASHES[\s\S]*?\n\s+(\S+)[^\n]* \(from -r (.+) \(line (\d+)\)\)/.exec(text);
  if (hash !== null) return { requirement: hash[1], reason: "its file has another hash", at: `${hash[2]}:${hash[3]}` };
  const none = /No matching distribution found for (\S+)/.exec(text);
  if (none !== null) return missing(none[1] ?? "", text);
  const { requirement, at } = lastStep(text);
  if (/subprocess-exited-with-error|Failed to build|Failed building wheel/.test(text)) {
    return { requirement, at, reason: "it could not be built" };
  }
  const said = [...text.matchAll(/^ERROR: (.*)$/gim)].at(-1)?.[1] ?? text.split("\n").at(-1) ?? "";
  return { requirement, at, reason: said.replace(/\.$/, "") };
}

/** pip says `(from versions: none)` for a name that nobody has, and for one without any file for this Python. */
function missing(requirement: string, text: string): Failure {
  const parent = /satisfies the requirement \S+ \(from (?!versions:|-r )([^)]+)\)/.exec(text)?.[1];
  const has = /\(from versions: (?!none\))/.test(text) ? "has no such version" : "has nothing of that name";
  const neededBy = parent === undefined ? "" : `; ${parent} needs it`;
  return { requirement, parent, reason: `the package index ${has} for this Python${neededBy}` };
}

/** What pip was at: `Collecting six==1.4 (from -r requirements.txt (line 2))`. */
function lastStep(text: string): { requirement: string | undefined; at: string | undefined } {
  const step = [...text.matchAll(/^\s*(?:Collecting|Processing) (.+?)(?: \(from (.*)\))?$/gm)].at(-1);
  const [, file, line] = /-r (.+?) \(line (\d+)\)$/.exec(step?.[2] ?? "") ?? [];
  return { requirement: step?.[1], at: file && `${file}:${line}` };
}

/** A requirement with a URL of its own may be out of reach while the package index is not. */
function isOfOneUrl(text: string): boolean {
  const path = [...text.matchAll(/(?:connection broken by .*|with url): (\/\S+)/g)].at(-1)?.[1] ?? "";
  const requirement = lastStep(text).requirement ?? "";
  return requirement.includes("@ ") && path !== "" && requirement.includes(path);
}
