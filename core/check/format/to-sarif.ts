import type { Diagnostic } from "../diagnostic.ts";
import type { Rule } from "../rule.ts";

const levels = { error: "error", warning: "warning", information: "note" } as const;

/**
 * `--format sarif`: a SARIF 2.1.0 log with one run. Lines and columns are 1-based there; a finding in a notebook is placed
 * at the file, with the cell as its logical location, since SARIF knows no cells.
 */
export function toSarif(diagnostics: readonly Diagnostic[], rules: readonly Rule[], version: string): string {
  const used = rules.filter(({ code }) => diagnostics.some((diagnostic) => diagnostic.code === code));
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "nbdev", version, rules: used.map(describe) } },
        columnKind: "utf16CodeUnits",
        results: diagnostics.map((diagnostic) => result(diagnostic, used)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function describe({ code, name, severity, what, why, remedy }: Rule) {
  return {
    id: code,
    name,
    shortDescription: { text: what },
    fullDescription: { text: why },
    help: { text: remedy },
    defaultConfiguration: { level: levels[severity] },
  };
}

function result(diagnostic: Diagnostic, used: readonly Rule[]) {
  const { code, severity, message, hint, path, range, cell } = diagnostic;
  const artifactLocation = { uri: path.split("/").map(encodeURIComponent).join("/") };
  const region = {
    startLine: range.start.line + 1,
    startColumn: range.start.character + 1,
    endLine: range.end.line + 1,
    endColumn: range.end.character + 1,
  };
  const location =
    cell === undefined
      ? { physicalLocation: { artifactLocation, region } }
      : {
          physicalLocation: { artifactLocation },
          logicalLocations: [
            { name: cell.id ?? `cell ${cell.index + 1}`, kind: "object", fullyQualifiedName: `${path}#${cell.index}` },
          ],
        };
  const ruleIndex = used.findIndex((rule) => rule.code === code);
  return {
    ruleId: code,
    ...(ruleIndex < 0 ? {} : { ruleIndex }),
    level: levels[severity],
    message: { text: `${message} ${hint}` },
    locations: [location],
  };
}
