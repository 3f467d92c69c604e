import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import * as vscode from "vscode";
import { eventually } from "./eventually.ts";
import { suite } from "./suite.ts";
import { inWorkspace, nbdev } from "./window.ts";

/** In the same workspace as restricted.ts, trusted: the settings of a machine are still not the workspace's to choose. */
export const run = suite({
  async "settings.json chooses no executable"() {
    await nbdev().activate();
    const settings = vscode.workspace.getConfiguration("nbdev", inWorkspace("Dockerfile"));
    assert.equal(settings.get("hub.runtime"), "process");
    for (const key of ["kindPath", "pythonPath", "hub.chart"]) assert.equal(settings.get(key), "", key);
  },

  async "the doctor starts programs, and none of them is the workspace's"() {
    void vscode.commands.executeCommand("nbdev.doctor", inWorkspace("hello.ipynb"));
    const log = process.env.NBDEV_SPAWN_LOG ?? "";
    await eventually("programs were started", () => existsSync(log) && readFileSync(log, "utf8").length > 0);
    await new Promise((wait) => setTimeout(wait, 5_000));
    await vscode.commands.executeCommand("workbench.action.closeQuickOpen");
    assert.doesNotMatch(readFileSync(log, "utf8"), /evil/);
    assert.equal(existsSync(inWorkspace("evil-ran").fsPath), false);
  },
});
