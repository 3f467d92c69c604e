import * as vscode from "vscode";
import { asRange } from "../as-range.ts";
import type { Shell } from "../shell.ts";
import { packageNote } from "./package-note.ts";

/** Over a requirement or an import: which version the last built image has. */
export class PackageHovers implements vscode.HoverProvider {
  readonly #shell: Pick<Shell, "opener" | "packages">;

  constructor(shell: Pick<Shell, "opener" | "packages">) {
    this.#shell = shell;
  }

  async provideHover(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | undefined> {
    const packages = await this.#shell.packages.around(document.uri.fsPath);
    if (packages === undefined) return undefined;
    const { requirementAt, importAt } = await this.#shell.opener.core();
    const find = document.uri.scheme === "vscode-notebook-cell" ? importAt : requirementAt;
    const mention = find(document.getText(), position, packages);
    if (mention === undefined) return undefined;
    const note = new vscode.MarkdownString().appendText(packageNote(mention, packages, new Date()));
    return new vscode.Hover(note, asRange(mention.range));
  }
}
