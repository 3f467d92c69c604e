import * as vscode from "vscode";
import { asRange } from "../as-range.ts";
import type { Shell } from "../shell.ts";
import { packageNote } from "./package-note.ts";

/** Packages and versions of the last built image, in a requirements file. */
export class RequirementCompletions implements vscode.CompletionItemProvider {
  readonly #shell: Pick<Shell, "opener" | "packages">;

  constructor(shell: Pick<Shell, "opener" | "packages">) {
    this.#shell = shell;
  }

  async provideCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.CompletionItem[]> {
    const packages = await this.#shell.packages.around(document.uri.fsPath);
    if (packages === undefined) return [];
    const { completeRequirement } = await this.#shell.opener.core();
    return completeRequirement(document.getText(), position, packages).map((completion) => {
      const { newText, range } = completion;
      const item = new vscode.CompletionItem(newText, vscode.CompletionItemKind.Module);
      item.range = asRange(range);
      item.detail = packageNote(completion, packages, new Date());
      return item;
    });
  }
}
