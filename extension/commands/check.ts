import * as vscode from "vscode";
import type { Diagnostic } from "../../core/index.ts";
import { presentError } from "../present-error.ts";
import type { Shell } from "../shell.ts";
import { targetOf } from "../target.ts";
import { requireCourse } from "./require-course.ts";

/** "Run checks": all findings of a course in the log, counted in a message. Starts nothing, so it works restricted too. */
export function runChecks(shell: Shell): (argument?: unknown) => Promise<void> {
  return async (argument) => {
    const course = await requireCourse(shell, targetOf(argument));
    if (course === undefined) return;
    const { directory, label } = course;
    const options = { location: vscode.ProgressLocation.Window, title: `Check ${label}` };
    try {
      const { check } = await shell.opener.openChecks();
      const task = { signal: new AbortController().signal, progress: () => undefined };
      const { diagnostics } = await vscode.window.withProgress(options, () => check({ directory }, task));
      for (const diagnostic of diagnostics) shell.log.info(lineOf(diagnostic));
      await tell(shell, label, diagnostics);
    } catch (error) {
      await presentError(error, shell);
    }
  };
}

async function tell({ log }: Shell, course: string, diagnostics: readonly Diagnostic[]): Promise<void> {
  const count = (severity: Diagnostic["severity"]) => diagnostics.filter((found) => found.severity === severity).length;
  const [errors, warnings] = [count("error"), count("warning")];
  const parts = [
    `${errors} ${errors === 1 ? "error" : "errors"}`,
    `${warnings} ${warnings === 1 ? "warning" : "warnings"}`,
    `${count("information")} for information`,
  ];
  const [problems, showLog] = ["Show problems", "Show log"];
  const message = `${course}: ${diagnostics.length === 0 ? "nothing found" : parts.join(", ")}.`;
  const buttons = diagnostics.length === 0 ? [] : [problems, showLog];
  void vscode.window.showInformationMessage(message, ...buttons).then((button) => {
    if (button === problems) return vscode.commands.executeCommand("workbench.actions.view.problems");
    if (button === showLog) log.show();
    return undefined;
  });
}

function lineOf({ path, cell, range, severity, code, message }: Diagnostic): string {
  const place = cell === undefined ? `${range.start.line + 1}` : `cell ${cell.index + 1}:${range.start.line + 1}`;
  return `${path}:${place}: ${severity} ${code}: ${message}`;
}
