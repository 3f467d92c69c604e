import type { Rule } from "../../rule.ts";
import { cellReference } from "./imports.ts";

export const runTimeInstall: Rule = {
  code: "NB303",
  name: "run-time-install",
  severity: "warning",
  what: "A notebook installs packages while it runs.",
  why: "Every learner waits for it in every session, all at once at the start of a class, and gets what is newest then; a kernel that has the old version loaded keeps it.",
  example: { language: "python", bad: "!pip install plotly", good: "import plotly  # installed by requirements.txt" },
  remedy: "Move the package to `requirements.txt`.",
  *check({ notebooks }) {
    for (const { path, cells } of notebooks) {
      for (const cell of cells) {
        for (const { name, rest, start, end } of cell.code?.magics ?? []) {
          const { character } = cell.lines.position(start);
          if (character > 0) continue; // below an `if`, mostly for Colab
          const line = name === "!" ? rest : `${name} ${rest}`;
          if (
            !/^\s*(sudo\s+)?(\S*\/)?(python3?\s+-m\s+)?(\{?sys\.executable\}?\s+-m\s+)?(pip3?|conda|mamba|uv pip)\s+(-\S+\s+)*install\b/.test(
              line,
            )
          )
            continue;
          const packages = line.replace(/^.*?\binstall\b/, "").trim();
          yield {
            path,
            cell: cellReference(cell),
            range: cell.lines.range(start, end),
            message: `This installs packages while the notebook runs: ${packages.slice(0, 80)}`,
            hint: "Move them to requirements.txt, and take the line out.",
          };
        }
      }
    }
  },
};
