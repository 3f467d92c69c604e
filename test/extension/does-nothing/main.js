import * as vscode from "vscode";

export function activate() {
  return vscode.version;
}
