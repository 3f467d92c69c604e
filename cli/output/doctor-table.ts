import type { Finding } from "../../core/index.ts";
import { table } from "./table.ts";

const marks = { ok: "ok", note: "note", warning: "warning", error: "ERROR" } as const;

/** One line a finding, and below them what to do about the bad ones. */
export function doctorTable(findings: readonly Finding[]): string {
  const rows = findings.map(({ subject, severity, value }) => [subject, marks[severity], value]);
  const hints = findings.flatMap(({ subject, severity, hint }) =>
    severity === "ok" || hint === undefined ? [] : [`${subject}: ${hint}`],
  );
  return [table(["what", "state", "found"], rows), ...(hints.length === 0 ? [] : ["", ...hints])].join("\n");
}
