import * as vscode from "vscode";
import { notebookIn } from "../choose-course.ts";
import { runTask } from "../run-task.ts";
import type { Shell } from "../shell.ts";
import { targetOf } from "../target.ts";
import { requireCourse } from "./require-course.ts";

/** "Copy learner link": production's link to a notebook, encoded as the hub wants it. */
export function copyLearnerLink(shell: Shell): (argument?: unknown) => Promise<void> {
  return async (argument) => {
    const target = targetOf(argument);
    const course = await requireCourse(shell, target);
    if (course === undefined) return;
    const url = await runTask(shell, `Copy a learner's link of ${course.label}`, async (nbdev, task) => {
      const request = shell.request(course);
      const active = vscode.window.activeNotebookEditor?.notebook.uri.fsPath;
      const notebook =
        notebookIn(course, target?.path) ??
        notebookIn(course, active) ??
        (await chooseNotebook((await nbdev.describe(request, task)).notebooks));
      return notebook === undefined ? undefined : nbdev.url({ ...request, notebook, production: true }, task);
    });
    if (url === undefined) return;
    await vscode.env.clipboard.writeText(url);
    void vscode.window.setStatusBarMessage(`$(check) Copied ${url}`, 5_000);
  };
}

async function chooseNotebook(notebooks: readonly string[]): Promise<string | undefined> {
  if (notebooks.length === 1) return notebooks[0];
  return vscode.window.showQuickPick([...notebooks], { placeHolder: "A link to which notebook?" });
}
