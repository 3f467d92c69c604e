import assert from "node:assert/strict";
import * as vscode from "vscode";
import { eventually } from "./eventually.ts";
import { suite } from "./suite.ts";
import { nbdev } from "./window.ts";

/** In a folder with a course. */
export const run = suite({
  async "a folder with a course activates it"() {
    await eventually("nbdev is active", () => nbdev().isActive);
  },

  async "every contributed command is registered, and every registered one contributed"() {
    await nbdev().activate();
    const contributed: { command: string }[] = nbdev().packageJSON.contributes.commands;
    const all = await vscode.commands.getCommands(true);
    const registered = all.filter((id) => id.startsWith("nbdev.") && !isOfView(id));
    assert.deepEqual(registered.sort(), contributed.map(({ command }) => command).sort());
    assert.ok(registered.length > 0);
  },

  "every title and description is written out"() {
    const texts = JSON.stringify(nbdev().packageJSON.contributes);
    assert.deepEqual(texts.match(/"%[^"]*%"/g), null);
  },

  async "check, build and up are tasks of the course"() {
    const tasks = await vscode.tasks.fetchTasks({ type: "nbdev" });
    assert.deepEqual(tasks.map(({ definition }) => definition.verb).sort(), ["build", "check", "up"]);
    const check = tasks.find(({ definition }) => definition.verb === "check");
    assert.ok(check);
    const ended = new Promise<number | undefined>((done) => {
      vscode.tasks.onDidEndTaskProcess(
        ({ execution, exitCode }) => execution.task.name === check.name && done(exitCode),
      );
    });
    await vscode.tasks.executeTask(check);
    assert.equal(await ended, 0);
  },
});

/** VS Code itself registers some for each view: `nbdev.courses.focus` and its like. */
function isOfView(id: string): boolean {
  const views: Record<string, { id: string }[]> = nbdev().packageJSON.contributes.views;
  return Object.values(views).some((group) => group.some((view) => id.startsWith(`${view.id}.`)));
}
