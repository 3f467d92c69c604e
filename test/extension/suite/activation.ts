import { writeFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import * as vscode from "vscode";
import { eventually } from "./eventually.ts";
import { suite } from "./suite.ts";

const { NBDEV_ACTIVATED: id = "", NBDEV_ACTIVATION: result = "" } = process.env;

/** Of all threads of the extension host, meanwhile, in milliseconds; undefined where something else activated it. */
let processor: number | undefined;

/** For `npm run bench:activation`: what VS Code writes down of one extension's activation. */
export const run = suite({
  async "is activated, if nothing has done so yet"() {
    process.setSourceMapsEnabled(false); // of the suites alone; no person's window has it
    await vscode.workspace.findFiles("**/Dockerfile"); // the search for workspaceContains has had its time
    await pause(2_000); // and so has what a window does when it opens
    const extension = vscode.extensions.getExtension(id);
    if (extension?.isActive !== false) return;
    const before = process.cpuUsage();
    await extension.activate();
    const { user, system } = process.cpuUsage(before);
    processor = (user + system) / 1_000;
  },

  async "VS Code says how long that took, and what asked for it"() {
    await vscode.commands.executeCommand("perfview.show"); // Developer: Startup Performance
    const row = await eventually(`a row of ${id}`, rowOfExtension);
    writeFileSync(result, JSON.stringify({ ...row, processor }));
  },
});

/** Of the table Extension, Eager, Load Code, Call Activate, Finish Activate, Event, By. */
function rowOfExtension() {
  const report = vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === "perf")?.getText() ?? "";
  const cells = report.split("\n").map((line) => line.split("|").map((cell) => cell.trim()));
  const [, , , load, call, finish, event] = cells.find(([, name]) => name === id) ?? [];
  return event === undefined ? undefined : { load: Number(load), call: Number(call), finish: Number(finish), event };
}
