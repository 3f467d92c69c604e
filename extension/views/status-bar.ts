import * as vscode from "vscode";
import type { Shell } from "../shell.ts";
import { isRunning } from "./course-nodes.ts";

/** The course of the active text or notebook editor at the bottom of the window; a click opens it in the hub. */
export function createStatusBar({ choice, states, courses }: Shell): vscode.Disposable {
  const item = vscode.window.createStatusBarItem("nbdev.course", vscode.StatusBarAlignment.Left);
  item.name = "nbdev course";
  item.command = "nbdev.open";
  const show = async () => {
    const course = await choice.current();
    if (course === undefined) {
      item.hide();
      return;
    }
    const state = states.of(course.directory);
    const running = state !== undefined && isRunning(state);
    const { problem } = state ?? {};
    item.text = `$(${problem === undefined ? "mortar-board" : "warning"}) ${course.label}${running ? " $(vm-running)" : ""}`;
    item.tooltip = `nbdev: ${problem ?? `open ${course.label} in the local hub${running ? ", which runs" : ""}`}`;
    item.show();
  };
  void show();
  return vscode.Disposable.from(
    item,
    vscode.window.onDidChangeActiveTextEditor(show),
    vscode.window.onDidChangeActiveNotebookEditor(show),
    courses.onDidChange(show),
    choice.onDidChange(show),
    states.onDidChange(show),
  );
}
