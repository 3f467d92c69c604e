import type { Finding } from "../../core/index.ts";
import { plainTable } from "./table.ts";

const marks = { ok: "ok", warning: "warning", error: "ERROR" } as const;

/** The table of `nbdev doctor`; a hint stands below its finding. */
export function findingTable(findings: readonly Finding[]): string {
  const rows = findings.flatMap(({ subject, severity, value, hint }) => [
    [subject, marks[severity], value],
    ...(hint === undefined ? [] : [["", "", `→ ${hint}`]]),
  ]);
  return plainTable(["", "", ""], rows).replace(/^\s*\n/, "");
}
