import type { Deviation } from "../../core/index.ts";
import { table } from "./table.ts";

const narrowest = 60;

/** What is not as in production, and why, wrapped to the terminal. */
export function deviationsTable(deviations: readonly Deviation[], columns = 120): string {
  if (deviations.length === 0) return "Nothing deviates from production.";
  const width = Math.max(columns, narrowest) - 6;
  const shares = [0.25, 0.2, 0.2, 0.35].map((share) => Math.floor(width * share));
  const rows = deviations.map(({ subject, production, here, reason }) => [subject, production, here, reason]);
  return table(["what", "production", "here", "why"], rows, shares);
}
