import * as vscode from "vscode";
import type { Finding } from "../../core/index.ts";
import { runTask } from "../run-task.ts";
import type { Shell } from "../shell.ts";
import { targetOf } from "../target.ts";
import { requireCourse } from "./require-course.ts";

const icons = { ok: "$(pass)", note: "$(info)", warning: "$(warning)", error: "$(error)" } as const;

/** "Doctor": what this machine has for a hub, as a list; choosing a finding copies what to do about it. */
export function doctor(shell: Shell): (argument?: unknown) => Promise<void> {
  return async (argument) => {
    const course = await requireCourse(shell, targetOf(argument));
    if (course === undefined) return;
    const findings = await runTask(shell, "Check this machine", (nbdev, task) =>
      nbdev.doctor(shell.request(course), task),
    );
    if (findings === undefined) return;
    for (const { severity, subject, value } of findings) shell.log.info(`${severity}: ${subject}: ${value}`);
    const chosen = await vscode.window.showQuickPick(findings.map(item), {
      placeHolder: "What this machine has for a local hub (Enter copies the advice)",
      matchOnDescription: true,
    });
    if (chosen?.detail !== undefined) await vscode.env.clipboard.writeText(chosen.detail);
  };
}

function item({ severity, subject, value, hint }: Finding): vscode.QuickPickItem {
  const label = `${icons[severity]} ${subject}`;
  return severity === "ok" || hint === undefined
    ? { label, description: value }
    : { label, description: value, detail: hint };
}
