import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import * as vscode from "vscode";
import { found } from "./findings.ts";
import { hovers } from "./packages.ts";
import { suite } from "./suite.ts";
import { inWorkspace, nbdev } from "./window.ts";

/** In a restricted workspace, whose settings.json names an executable, and whose Dockerfile has a finding. */
export const run = suite({
  async "diagnostics work"() {
    assert.equal(vscode.workspace.isTrusted, false);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(inWorkspace("Dockerfile")));
    await found("NB111", inWorkspace("Dockerfile"));
  },

  async "a workspace's settings choose no executable, and no place for a hub"() {
    await nbdev().activate();
    const settings = vscode.workspace.getConfiguration("nbdev", inWorkspace("Dockerfile"));
    for (const key of ["kindPath", "pythonPath", "hub.chart"]) assert.equal(settings.get(key), "", key);
    assert.equal(settings.get("hub.runtime"), "");
  },

  async "a hover asks nobody, and says nothing"() {
    assert.deepEqual(await hovers(inWorkspace("requirements.txt"), 0), []);
  },

  async "no command, view or task starts anything"() {
    const commands: { command: string }[] = nbdev().packageJSON.contributes.commands;
    for (const { command } of commands) {
      // A button's `enablement` does not stop another extension, or a keybinding.
      void vscode.commands.executeCommand(command, inWorkspace("hello.ipynb")).then(undefined, () => undefined);
      await pause(300);
      await vscode.commands.executeCommand("workbench.action.closeQuickOpen");
    }
    await vscode.commands.executeCommand("nbdev.courses.focus");
    let tasks: vscode.Task[] = []; // VS Code asks for trust first, and nobody answers
    void vscode.tasks.fetchTasks({ type: "nbdev" }).then((found) => {
      tasks = found;
    });
    await pause(6_000); // longer than the views' round of questions
    assert.deepEqual(tasks, []);
  },
});
