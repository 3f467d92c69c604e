import * as vscode from "vscode";
import type { Shell } from "../shell.ts";

/** "Show status": the tree of courses, asked anew. */
export function showStatus({ states, courses }: Shell): () => Promise<void> {
  return async () => {
    courses.forget();
    await vscode.commands.executeCommand("nbdev.courses.focus");
    await states.refresh();
  };
}
