import * as vscode from "vscode";
import { failureOf } from "./failure.ts";
import type { Shell } from "./shell.ts";

const showLog = "Show log";
const copyFix = "Copy fix";
const manageTrust = "Manage trust";

/** Shows what happened and what to do, with the log and the command that mends it one click away. */
export async function presentError(error: unknown, { opener, log }: Pick<Shell, "opener" | "log">): Promise<void> {
  const { message, fix, notTrusted, details } = failureOf(error, await opener.core());
  for (const line of details) log.error(line);
  const buttons = notTrusted ? [manageTrust] : fix === undefined ? [showLog] : [showLog, copyFix];
  // Not awaited: the command has ended, and a notification may stay for hours.
  void vscode.window.showErrorMessage(message, ...buttons).then((chosen) => {
    if (chosen === showLog) log.show();
    if (chosen === copyFix && fix !== undefined) return vscode.env.clipboard.writeText(fix);
    if (chosen === manageTrust) return vscode.commands.executeCommand("workbench.trust.manage");
    return undefined;
  });
}
