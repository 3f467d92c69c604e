import type { Deviation } from "../../core/index.ts";
import { plainTable } from "./table.ts";

/** Every difference from production, with its reason, for `--explain`. */
export function deviationTable(deviations: readonly Deviation[]): string {
  const rows = deviations.map(({ subject, production, here, reason }) => [subject, production, here, reason]);
  return plainTable(["what", "production", "here", "why"], rows);
}
