import * as vscode from "vscode";
import { findRule } from "../../core/index.ts";

/** Opens a rule's section of docs/rules.md, which lies in the extension: it needs no network, and is of this version. */
export function documentationOf(code: string, extension: vscode.Uri): vscode.Uri {
  const { name } = findRule(code);
  const section = vscode.Uri.joinPath(extension, "docs", "rules.md").with({
    fragment: `${code.toLowerCase()}-${name}`,
  });
  return vscode.Uri.parse(`command:markdown.showPreview?${encodeURIComponent(JSON.stringify([section]))}`);
}
