import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import * as vscode from "vscode";
import { suite } from "./suite.ts";
import { inWorkspace, nbdev } from "./window.ts";

/** In a folder without a course. */
export const run = suite({
  async "nothing activates it"() {
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(inWorkspace("notes.txt")));
    await vscode.workspace.findFiles("**/Dockerfile"); // the search for workspaceContains has had its time
    await pause(3_000);
    assert.equal(nbdev().isActive, false);
  },
});
