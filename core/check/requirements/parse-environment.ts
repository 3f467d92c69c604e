import { isMap, isScalar, isSeq, parseDocument } from "yaml";
import type { Range } from "../diagnostic.ts";
import { TextLines } from "../text-lines.ts";
import { normalizeName, type PlacedText, parseRequirementTexts, type RequirementsFacts } from "./parse-requirements.ts";

/** An `environment.yml` of conda: its own packages by name, and its `pip:` list as requirements. */
export interface EnvironmentFacts {
  readonly path: string;
  readonly lines: TextLines;
  /** Normalised names; conda's are mostly PyPI's. */
  readonly packages: readonly string[];
  readonly pip: RequirementsFacts;
  readonly problems: readonly { readonly message: string; readonly range: Range }[];
}

/** Reads an environment file; never throws, whatever the text. */
export function parseEnvironment(path: string, text: string): EnvironmentFacts {
  const lines = new TextLines(text);
  const document = parseDocument(text, { logLevel: "silent" });
  const problems = document.errors.slice(0, 1).map((error) => ({
    message: `This is no valid YAML: ${error.message.split("\n")[0]?.replace(/ at line.*$/, "")}`,
    range: lines.range(error.pos[0], Math.min(error.pos[1], text.length)),
  }));
  const packages: string[] = [];
  const pipTexts: PlacedText[] = [];
  const dependencies = isMap(document.contents) ? document.contents.get("dependencies") : undefined;
  for (const item of isSeq(dependencies) ? dependencies.items : []) {
    if (isScalar(item) && typeof item.value === "string") packages.push(condaName(item.value));
    const pip = isMap(item) ? item.get("pip") : undefined;
    for (const line of isSeq(pip) ? pip.items : []) {
      if (isScalar(line) && typeof line.value === "string") {
        const start = quoted(line.type) + (line.range?.[0] ?? 0);
        pipTexts.push({ text: line.value, offsetAt: (index) => start + index });
      }
    }
  }
  return { path, lines, packages, problems, pip: parseRequirementTexts("list", path, lines, pipTexts) };
}

/** `conda-forge::numpy>=1.2` → `numpy`. */
export function condaName(specification: string): string {
  return normalizeName(specification.replace(/^.*::/, "").replace(/[\s=<>!~[].*$/s, ""));
}

function quoted(type: string | undefined): number {
  return type === "QUOTE_DOUBLE" || type === "QUOTE_SINGLE" ? 1 : 0;
}
