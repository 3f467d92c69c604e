import * as vscode from "vscode";
import { eventually } from "./eventually.ts";

/** nbdev's findings on a document, by code. */
export function codesOn(uri: vscode.Uri): string[] {
  return findingsOn(uri).map(codeOf);
}

/** Waits for a finding. */
export function found(code: string, uri: vscode.Uri): Promise<vscode.Diagnostic> {
  const ask = () => findingsOn(uri).find((each) => codeOf(each) === code);
  return eventually(`${code} appears on ${uri.path}`, ask);
}

export async function vanished(code: string, uri: vscode.Uri): Promise<void> {
  await eventually(`${code} vanishes from ${uri.path}`, () => !codesOn(uri).includes(code));
}

/** Applies what the editor offers for a finding as its first choice. */
export async function quickFix(uri: vscode.Uri, { range }: vscode.Diagnostic): Promise<void> {
  await applyAction(uri, range, vscode.CodeActionKind.QuickFix, ({ isPreferred }) => isPreferred === true);
}

export async function fixAll(uri: vscode.Uri): Promise<void> {
  const all = new vscode.Range(0, 0, 0, 0);
  await applyAction(uri, all, vscode.CodeActionKind.SourceFixAll.append("nbdev"), () => true);
}

async function applyAction(
  uri: vscode.Uri,
  range: vscode.Range,
  kind: vscode.CodeActionKind,
  isMeant: (action: vscode.CodeAction) => boolean,
): Promise<void> {
  const ask = ["vscode.executeCodeActionProvider", uri, range, kind.value] as const;
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(...ask);
  const edit = actions.find(isMeant)?.edit;
  if (edit === undefined) throw new Error(`no ${kind.value} among: ${actions.map(({ title }) => title).join(", ")}`);
  if (!(await vscode.workspace.applyEdit(edit))) throw new Error("the edit was not applied");
}

function findingsOn(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === "nbdev");
}

function codeOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === "object" ? code.value : code);
}
