import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { SuiteTest } from "./suite.ts";
import { closeEditors, inWorkspace, writeText } from "./window.ts";

/** In a folder that holds a course, `course`, whose built image has numpy and humanize; the cache knows. */
export const packages: Readonly<Record<string, SuiteTest>> = {
  async "a requirement's hover says what the built image has of it"(after) {
    const uri = await show("course/requirements-image.txt", "numpy>=1.20\ntorch\n", after);
    assert.deepEqual(await hovers(uri, 0), ["numpy 1.26.4 in the image built 2 h ago"]);
    assert.deepEqual(await hovers(uri, 1), ["torch is not in the image built 2 h ago"]);
  },

  async "so does an import's, in a notebook"(after) {
    await writeText("course/import.ipynb", notebook("import os\nimport humanize"));
    const opened = await vscode.workspace.openNotebookDocument(inWorkspace("course/import.ipynb"));
    after(() => vscode.workspace.fs.delete(opened.uri));
    const { uri } = opened.cellAt(0).document;
    assert.deepEqual(await hovers(uri, 1, 9), ["humanize 4.12.3 in the image built 2 h ago"]);
    assert.deepEqual(await hovers(uri, 0, 8), []);
  },

  async "requirements are completed from the built image, by what is typed and not saved yet"(after) {
    const uri = await show("course/requirements-typed.txt", "", after);
    await insert(uri, "humanize==4.12.3\nnum");
    assert.deepEqual(await completions(uri, 1, 3), ["numpy==1.26.4"]);
    await insert(uri, "numpy==\n");
    assert.deepEqual(await completions(uri, 0, 7), ["1.26.4"]);
  },

  async "the course of an nbdev.yaml is completed from production's"(after) {
    const uri = await show("course/nbdev.yaml", "course: \n", after);
    const offered = await completions(uri, 0, 8);
    assert.ok(offered.includes("uai_source-uai.9"), `offered: ${offered.join(", ")}`);
  },
};

/** What hovers of nbdev's say at a place. */
export async function hovers(uri: vscode.Uri, line: number, character = 1): Promise<string[]> {
  const at = new vscode.Position(line, character);
  const found = await vscode.commands.executeCommand<vscode.Hover[]>("vscode.executeHoverProvider", uri, at);
  const texts = found.flatMap(({ contents }) => contents.map((part) => (typeof part === "string" ? part : part.value)));
  return texts
    .map((text) => text.replaceAll("&nbsp;", " ").replaceAll("\\", ""))
    .filter((text) => / image /.test(text));
}

/** Opens a new file, which is gone again after the test. */
async function show(path: string, text: string, after: Parameters<SuiteTest>[0]): Promise<vscode.Uri> {
  await writeText(path, text);
  const uri = inWorkspace(path);
  after(() => vscode.workspace.fs.delete(uri));
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
  after(closeEditors);
  return uri;
}

async function insert(uri: vscode.Uri, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.insert(uri, new vscode.Position(0, 0), text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

async function completions(uri: vscode.Uri, line: number, character: number): Promise<string[]> {
  const command = "vscode.executeCompletionItemProvider";
  const at = new vscode.Position(line, character);
  const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(command, uri, at);
  return items.filter(({ detail = "" }) => / (image|production)\b/.test(detail)).map(({ label }) => String(label));
}

function notebook(source: string): string {
  const cell = { cell_type: "code", id: "a", metadata: {}, outputs: [], execution_count: null, source };
  const kernelspec = { name: "python3", display_name: "Python 3", language: "python" };
  return JSON.stringify({ cells: [cell], metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 });
}
