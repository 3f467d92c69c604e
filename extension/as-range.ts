import * as vscode from "vscode";
import type { Range } from "../core/index.ts";

export function asRange({ start, end }: Range): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}
