import * as vscode from "vscode";
import { asRange } from "../as-range.ts";
import type { Shell } from "../shell.ts";

/** Production's courses, behind `course:` in an nbdev.yaml. */
export class CourseNameCompletions implements vscode.CompletionItemProvider {
  readonly #opener: Shell["opener"];

  constructor(opener: Shell["opener"]) {
    this.#opener = opener;
  }

  async provideCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.CompletionItem[]> {
    const { completeCourseName } = await this.#opener.core();
    const { courses = [], range } = completeCourseName(document.getText(), position) ?? {};
    return courses.map(({ name, gpu }) => {
      const item = new vscode.CompletionItem(name, vscode.CompletionItemKind.Value);
      if (range !== undefined) item.range = asRange(range);
      item.detail = gpu ? "a course of production, with a GPU" : "a course of production";
      return item;
    });
  }
}
