import { parsePipRequirementsLine, type RequirementWithLocation } from "pip-requirements-js";
import type { Range } from "../diagnostic.ts";
import { remembered } from "../remembered.ts";
import { TextLines } from "../text-lines.ts";

/** One requirements or constraints file of pip, by its logical lines. */
export interface RequirementsFacts {
  /** A file of its own, the `pip:` list of an environment file, or the command line of one `pip install`. */
  readonly type: "file" | "list" | "command";
  readonly path: string;
  readonly lines: TextLines;
  readonly requirements: readonly Requirement[];
  /** `-e`, local paths, archives, URLs and version control, which have no plain name. */
  readonly sources: readonly SourceLine[];
  /** `-r` and `-c`. */
  readonly includes: readonly { readonly path: string; readonly range: Range; readonly constraints: boolean }[];
  /** Values of `--index-url`, `--extra-index-url` and `--find-links`. */
  readonly indexes: readonly string[];
  readonly problems: readonly { readonly message: string; readonly range: Range }[];
}

export interface Requirement {
  /** As written. */
  readonly name: string;
  /** By PEP 503. */
  readonly normalizedName: string;
  readonly nameRange: Range;
  readonly specifiers: readonly Specifier[];
  readonly extras: readonly string[];
  readonly hasMarker: boolean;
  /** The URL of `name @ URL`. */
  readonly url: string | undefined;
  readonly hasHash: boolean;
  /** Without comment and options. */
  readonly range: Range;
}

export interface Specifier {
  readonly operator: string;
  readonly version: string;
  readonly versionRange: Range;
}

export interface SourceLine {
  readonly text: string;
  readonly editable: boolean;
  readonly type: "path" | "url" | "version-control";
  readonly range: Range;
}

/** The comparable form of a distribution's name (PEP 503). */
export function normalizeName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, "-");
}

/** Reads a requirements file as pip does, a logical line at a time; never throws, whatever the text. */
export function parseRequirements(path: string, text: string): RequirementsFacts {
  const lines = new TextLines(text);
  const facts = emptyFacts("file", path, lines);
  for (const { text: line, offset } of logicalLines(text))
    readLine({ text: line, offsetAt: (at) => offset + at }, facts);
  return facts;
}

/** One requirement, and where in the file each of its characters, and its end, stands. */
export interface PlacedText {
  readonly text: string;
  offsetAt(index: number): number;
}

/** Reads requirements that stand one by one elsewhere: in environment.yml, or on pip's command line. */
export function parseRequirementTexts(
  type: "list" | "command",
  path: string,
  lines: TextLines,
  texts: readonly PlacedText[],
): RequirementsFacts {
  const facts = emptyFacts(type, path, lines);
  for (const text of texts) readLine(text, facts);
  return facts;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] extends readonly (infer Item)[] ? Item[] : T[Key] };

function emptyFacts(type: RequirementsFacts["type"], path: string, lines: TextLines): Mutable<RequirementsFacts> {
  return { type, path, lines, requirements: [], sources: [], includes: [], indexes: [], problems: [] };
}

/** A line as pip sees it, of the same length as in the file: continuation and comment are blanks. */
interface LogicalLine {
  readonly text: string;
  readonly offset: number;
}

function logicalLines(text: string): LogicalLine[] {
  const found: LogicalLine[] = [];
  let pending: LogicalLine | undefined;
  for (const match of text.matchAll(/([^\r\n]*)(\r\n|\n|\r|$)/g)) {
    const [whole, body = "", end = ""] = match;
    if (whole === "") break;
    const comment = /(^|\s)#/.exec(body);
    const continues = comment === null && body.endsWith("\\");
    const kept = comment === null ? body : body.slice(0, comment.index).padEnd(body.length);
    const line: string = (continues ? `${kept.slice(0, -1)} ` : kept) + " ".repeat(end.length);
    pending = pending === undefined ? { text: line, offset: match.index } : { ...pending, text: pending.text + line };
    if (continues) continue;
    found.push(pending);
    pending = undefined;
  }
  if (pending !== undefined) found.push(pending);
  return found.filter((line) => line.text.trim() !== "");
}

const optionLine = /^(-[a-zA-Z]|--[a-z][a-z-]*)(?:\s*=\s*|\s+|(?<=^-\w))?(.*)$/s;
const knownOptions =
  /^(-i|--index-url|--extra-index-url|--no-index|-f|--find-links|--pre|--prefer-binary|--require-hashes|--trusted-host|--no-binary|--only-binary|--use-feature)$/;

/** The range of a part of the text that is being read. */
type RangeOf = (from: number, to: number) => Range;

function readLine(line: PlacedText, facts: Mutable<RequirementsFacts>): void {
  const indent = line.text.length - line.text.trimStart().length;
  const text = line.text.trim();
  const rangeOf: RangeOf = (from, to) => facts.lines.range(line.offsetAt(indent + from), line.offsetAt(indent + to));
  if (text.startsWith("-")) {
    readOption(text, rangeOf, facts);
  } else if (sourceType(text) !== undefined) {
    facts.sources.push({
      text,
      editable: false,
      type: sourceType(text) ?? "path",
      range: rangeOf(0, text.length),
    });
  } else {
    readRequirement(text, rangeOf, facts);
  }
}

function readOption(text: string, rangeOf: RangeOf, facts: Mutable<RequirementsFacts>): void {
  const [, option = "", rest = ""] = optionLine.exec(text) ?? [];
  const value = rest.trim().replace(/^(["'])(.*)\1$/, "$2");
  const range = rangeOf(0, text.length);
  const valueRange = rangeOf(text.length - rest.length, text.length);
  if (option === "-r" || option === "--requirement")
    facts.includes.push({ path: value, range: valueRange, constraints: false });
  else if (option === "-c" || option === "--constraint")
    facts.includes.push({ path: value, range: valueRange, constraints: true });
  else if (option === "-e" || option === "--editable") {
    facts.sources.push({ text: value, editable: true, type: sourceType(value) ?? "path", range });
  } else if (/^(-i|--index-url|--extra-index-url|-f|--find-links)$/.test(option)) facts.indexes.push(value);
  else if (!knownOptions.test(option)) {
    facts.problems.push({ message: `pip knows no option ${option || text} in a requirements file`, range });
  }
}

function readRequirement(text: string, rangeOf: RangeOf, facts: Mutable<RequirementsFacts>): void {
  const { requirement, problem } = readingOf(text);
  if (requirement !== undefined) facts.requirements.push(requirement(rangeOf));
  if (problem !== undefined) facts.problems.push(problem(rangeOf));
}

/** What a line says, before it is known where it stands. */
interface Reading {
  readonly requirement?: (rangeOf: RangeOf) => Requirement;
  readonly problem?: (rangeOf: RangeOf) => RequirementsFacts["problems"][number];
}

const rememberedLines = 5_000;

/** Half a millisecond a line: the dearest part of a check after an edit, were it done again for all of them. */
const readingOf = remembered((text): Reading => {
  const options = /\s+(?:--(?:hash|global-option|config-settings?|install-option))\b/.exec(text);
  const bare = options === null ? text : text.slice(0, options.index).trimEnd();
  const invisible = /[\u00a0\u2000-\u200f\u202f\u2060\ufeff]/.exec(bare);
  if (invisible !== null) {
    const message = "This line has a blank that pip does not take for one (copied from a web page?)";
    return { problem: (rangeOf) => ({ message, range: rangeOf(invisible.index, invisible.index + 1) }) };
  }
  if (/^[\u2010-\u2015\u2212]/.test(bare)) {
    const message = `${JSON.stringify(bare)} begins with a long dash, which pip does not take for the - of an option`;
    return { problem: (rangeOf) => ({ message, range: rangeOf(0, 1) }) };
  }
  const withoutUrlMarker = /^([^;@]+@\s*\S+)\s+;.*$/s.exec(bare);
  const parsed = parseLine(withoutUrlMarker?.[1] ?? bare);
  if (parsed instanceof Error) return { problem: (rangeOf) => syntaxProblem(parsed, bare, rangeOf) };
  if (parsed === "nothing" || parsed.data.type === "RequirementsFile" || parsed.data.type === "ConstraintsFile") {
    return {};
  }
  const { data } = parsed;
  const name = data.name.data;
  const normalizedName = normalizeName(name);
  const extras = (data.extras ?? []).map((extra) => extra.data);
  const versions = data.type === "ProjectURL" ? [] : (data.versionSpec ?? []);
  const hasMarker = data.environmentMarkerTree !== undefined || withoutUrlMarker !== null;
  const url = data.type === "ProjectURL" ? data.url.data : undefined;
  const hasHash = /--hash\b/.test(text.slice(bare.length));
  return {
    // No spread here: it takes several times as long as the rest.
    requirement: (rangeOf) => ({
      name,
      normalizedName,
      nameRange: rangeOf(data.name.location.startIdx, data.name.location.endIdx),
      specifiers: versions.map(({ data: { operator, version } }) => ({
        operator: String(operator.data),
        version: version.data,
        versionRange: rangeOf(version.location.startIdx, version.location.endIdx),
      })),
      extras,
      hasMarker,
      url,
      hasHash,
      range: rangeOf(0, bare.length),
    }),
  };
}, rememberedLines);

function parseLine(line: string): RequirementWithLocation | "nothing" | Error {
  try {
    return parsePipRequirementsLine(line, { includeLocations: true }) ?? "nothing";
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** pip-requirements-js says where it stopped: `Line 1, col 6: expected end of input`. */
function syntaxProblem(error: Error, text: string, rangeOf: RangeOf): RequirementsFacts["problems"][number] {
  const column = Number(/col (\d+)/.exec(error.message)?.[1] ?? 1);
  const at = Math.min(Math.max(column - 1, 0), Math.max(text.length - 1, 0));
  return {
    message: `${JSON.stringify(text.replace(/\s+/g, " "))} is no requirement that pip can read`,
    range: rangeOf(at, Math.max(at, text.length)),
  };
}

function sourceType(text: string): SourceLine["type"] | undefined {
  if (/^(git|hg|svn|bzr)(\+[a-z]+)?:\/\/|^(git|hg|svn|bzr)\+/.test(text)) return "version-control";
  if (/^(https?|ftp|file):\/\//.test(text)) return "url";
  if (/^(\.{0,2}\/|\.$|\.\[|[A-Za-z]:\\)|^[^\s@;=<>~!]+\.(whl|tar\.gz|zip)$/.test(text)) return "path";
  return undefined;
}
