import assert from "node:assert/strict";
import * as vscode from "vscode";
import { eventually } from "./eventually.ts";
import { codesOn, fixAll, found, quickFix, vanished } from "./findings.ts";
import { packages } from "./packages.ts";
import { suite } from "./suite.ts";
import { closeEditors, inWorkspace, readText, writeText } from "./window.ts";

/** In a folder that holds a course, `course`, whose Dockerfile and notebook have a finding each. */
export const run = suite({
  ...packages,

  async "a Dockerfile's finding appears, its quick fix applies, it vanishes"() {
    const document = await open("course/Dockerfile");
    const finding = await found("NB111", document.uri);
    assert.equal(document.getText(finding.range), "Hello.ipynb");
    assert.equal(finding.severity, vscode.DiagnosticSeverity.Error);
    assert.ok(
      typeof finding.code === "object" && finding.code.target.toString() !== "",
      "it leads to no documentation",
    );
    await quickFix(document.uri, finding);
    await vanished("NB111", document.uri);
    assert.match(document.getText(), / hello\.ipynb \.\//);
    assert.match(
      await readText("course/Dockerfile"),
      / Hello\.ipynb \.\//,
      "the editor's text is not saved yet, and wins",
    );
  },

  async "what is typed is found before it is saved, and no more once it is taken back"(after) {
    const document = await open("course/requirements.txt");
    after(closeEditors);
    await replaceAll(document, "humanize=4.12.3\n");
    await found("NB201", document.uri);
    await replaceAll(document, "humanize==4.12.3\n");
    await vanished("NB201", document.uri);
  },

  async "a notebook's finding lies on its cell, and follows it"(after) {
    const notebook = await vscode.workspace.openNotebookDocument(inWorkspace("course/hello.ipynb"));
    await vscode.window.showNotebookDocument(notebook);
    after(closeEditors);
    const cell = notebook.cellAt(1);
    const finding = await found("NB301", cell.document.uri);
    assert.equal(cell.document.getText(finding.range), "humanise");
    assert.deepEqual(codesOn(notebook.cellAt(0).document.uri), []);
    await replaceAll(cell.document, cell.document.getText().replaceAll("humanise", "humanize"));
    await vanished("NB301", cell.document.uri);
  },

  async "what changes on the disk is checked anew"() {
    const uri = inWorkspace("course/requirements.txt");
    await writeText("course/requirements.txt", "humanize=4.12.3\n");
    await found("NB201", uri);
    await writeText("course/requirements.txt", "humanize==4.12.3\n");
    await vanished("NB201", uri);
  },

  async "an nbdev.yaml that cannot be read is a finding"(after) {
    const uri = inWorkspace("course/nbdev.yaml");
    after(() => vscode.workspace.fs.delete(uri));
    await writeText("course/nbdev.yaml", "hub:\n  prot: 8000\n");
    const document = await open("course/nbdev.yaml");
    assert.equal(document.getText((await found("NB403", uri)).range), "prot");
    await replaceAll(document, "hub:\n  port: 8000\n");
    await vanished("NB403", uri);
    await closeEditors();
  },

  async "lines that end in CRLF are found at their place, fixed, and stay"(after) {
    after(closeEditors);
    await writeText("course/requirements.txt", "# Windows wrote this\r\nhumanize=4.12.3\r\nscipy==1.16.0\r\n");
    const document = await open("course/requirements.txt");
    assert.equal((await found("NB201", document.uri)).range.start.line, 1);
    await fixAll(document.uri);
    await vanished("NB201", document.uri);
    assert.equal(document.getText(), "# Windows wrote this\r\nhumanize==4.12.3\r\nscipy==1.16.0\r\n");
  },

  async "a file of more than 5 MB is skipped, and only that one"(after) {
    after(closeEditors);
    await writeText("course/requirements-huge.txt", "humanize=4.12.3\n".repeat(400_000));
    await writeText("course/requirements.txt", "-r requirements-huge.txt\nhumanize=4.12.3\n");
    await open("course/requirements-huge.txt");
    await found("NB201", inWorkspace("course/requirements.txt"));
    assert.deepEqual(codesOn(inWorkspace("course/requirements-huge.txt")), []);
    await writeText("course/requirements-huge.txt", "humanize=4.12.3\n");
    await found("NB201", inWorkspace("course/requirements-huge.txt"));
  },

  async "a notebook of more than 5 MB is skipped with a note in the log, and only that one"(after) {
    const [huge, small] = [inWorkspace("course/huge.ipynb"), inWorkspace("course/small.ipynb")];
    after(() => Promise.all([huge, small].map((uri) => vscode.workspace.fs.delete(uri))));
    const hello = await readText("course/hello.ipynb");
    const cells = { ...JSON.parse(hello), padding: "x".repeat(5_500_000) };
    await writeText("course/huge.ipynb", JSON.stringify(cells));
    await writeText("course/small.ipynb", hello);
    await found("NB301", small);
    assert.deepEqual(codesOn(huge), []);
    await noted(/huge\.ipynb has 6 MB and is not checked while you edit/);
    await writeText("course/huge.ipynb", hello);
    await found("NB301", huge);
  },

  async "a course of 500 notebooks is checked to the last one, and typing goes on meanwhile"(after) {
    after(closeEditors);
    const document = await open("large/Dockerfile");
    await replaceAll(document, `${document.getText()}# typed while the first look goes on\n`);
    await found("NB111", document.uri);
    await found("NB301", inWorkspace("large/n500.ipynb"));
    await replaceAll(document, document.getText().replace("Hello.ipynb", "hello.ipynb"));
    await vanished("NB111", document.uri);
    assert.deepEqual(codesOn(inWorkspace("large/n500.ipynb")), ["NB301"]);
  },

  async "what is not saved anywhere, or is no course's, is left alone"(after) {
    after(closeEditors);
    const untitled = await vscode.workspace.openTextDocument({ language: "dockerfile", content: "FROM python\n" });
    await vscode.window.showTextDocument(untitled);
    await writeText("course/requirements.txt", "humanize==4.12.3\n");
    const document = await open("course/requirements.txt");
    await replaceAll(document, "humanize=4.12.3\n");
    await found("NB201", document.uri); // by now the others would have been checked too
    assert.deepEqual(vscode.languages.getDiagnostics(untitled.uri), []);
  },

  async "a course that is renamed takes its findings along, and one that is deleted loses them"() {
    await writeText("course/requirements.txt", "humanize=4.12.3\n");
    await found("NB201", inWorkspace("course/requirements.txt"));
    await vscode.workspace.fs.rename(inWorkspace("course"), inWorkspace("renamed"));
    await vanished("NB201", inWorkspace("course/requirements.txt"));
    await open("renamed/Dockerfile");
    await found("NB201", inWorkspace("renamed/requirements.txt"));
    await closeEditors();
    await vscode.workspace.fs.delete(inWorkspace("renamed"), { recursive: true });
    await vanished("NB201", inWorkspace("renamed/requirements.txt"));
  },
});

async function open(path: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(inWorkspace(path));
  await vscode.window.showTextDocument(document);
  return document;
}

/** A line of nbdev's log; VS Code holds a channel as a document once it is shown. */
async function noted(line: RegExp): Promise<void> {
  const show = (id: string) => /^workbench\.action\.output\.show\..*nbdev$/.test(id);
  const command = await eventually("nbdev has a log", async () => (await vscode.commands.getCommands()).find(show));
  await vscode.commands.executeCommand(command);
  const logs = () => vscode.workspace.textDocuments.filter(({ uri }) => uri.scheme === "output");
  await eventually(`the log says ${line}`, () => logs().some((log) => line.test(log.getText())));
}

async function replaceAll(document: vscode.TextDocument, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}
