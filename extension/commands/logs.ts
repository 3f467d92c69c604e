import * as vscode from "vscode";
import { runTask } from "../run-task.ts";
import type { Shell } from "../shell.ts";
import { targetOf } from "../target.ts";
import { requireCourse } from "./require-course.ts";

const lastLines = 500;
let output: vscode.OutputChannel | undefined;

/** "Show logs": the last lines of the hub's log in a channel of its own. */
export function showLogs(shell: Shell): (argument?: unknown) => Promise<void> {
  return async (argument) => {
    const course = await requireCourse(shell, targetOf(argument));
    if (course === undefined) return;
    const request = { ...shell.request(course), source: "hub", follow: false, lines: lastLines } as const;
    const lines = await runTask(shell, `Read the hub's log of ${course.label}`, async (nbdev, task) => {
      const found: string[] = [];
      for await (const line of nbdev.logs(request, task)) found.push(line);
      return found;
    });
    if (lines === undefined) return;
    output ??= vscode.window.createOutputChannel("nbdev: hub");
    output.replace(`${lines.join("\n")}\n`);
    output.show();
  };
}

export function disposeLogs(): void {
  output?.dispose();
  output = undefined;
}
