import { readSettings, type SettingsFile } from "../../../course/settings-file.ts";
import { fileStart } from "../../diagnostic.ts";
import type { Rule } from "../../rule.ts";

/** `rules` are those that a severity may be set for. */
export function settingsInvalid(rules: () => readonly Pick<Rule, "code" | "name">[]): Rule {
  return {
    code: "NB403",
    name: "settings-invalid",
    severity: "error",
    what: "`nbdev.yaml` is no YAML, or sets something that nbdev does not know.",
    why: "`nbdev up` stops before it builds; a misspelt setting would otherwise change nothing, without a word.",
    example: { language: "yaml", bad: "hub:\n  prot: 8000", good: "hub:\n  port: 8000" },
    remedy: "Correct that line; `nbdev init --print` shows every setting with its default.",
    *check(course) {
      const lines = course.text("nbdev.yaml");
      if (lines === undefined) return;
      const hint = "Correct that line; nbdev init --print shows every setting with its default.";
      const read = readSettings(lines.text);
      if ("problem" in read) {
        const { message, start, end = start } = read.problem;
        const range = start === undefined || end === undefined ? fileStart : lines.range(start, end);
        yield { path: "nbdev.yaml", range, message: `nbdev.yaml: ${message}.`, hint };
        return;
      }
      for (const named of unknownRules(read.settings, rules())) {
        const at = lines.text.indexOf(named);
        yield {
          path: "nbdev.yaml",
          range: at < 0 ? fileStart : lines.range(at, at + named.length),
          message: `There is no rule ${JSON.stringify(named)}.`,
          hint: "See all of them: nbdev check --list",
        };
      }
    },
  };
}

function unknownRules({ check }: SettingsFile, rules: readonly Pick<Rule, "code" | "name">[]): string[] {
  const known = new Set(rules.flatMap(({ code, name }) => [code, name]));
  return Object.keys(check.severity).filter((named) => !known.has(named));
}
