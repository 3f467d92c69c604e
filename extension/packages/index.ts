import * as vscode from "vscode";
import { notebookCells } from "../diagnostics/course-documents.ts";
import type { Shell } from "../shell.ts";
import { CourseNameCompletions } from "./course-name-completions.ts";
import { PackageHovers } from "./package-hovers.ts";
import { RequirementCompletions } from "./requirement-completions.ts";

const requirementFiles: vscode.DocumentFilter = { scheme: "file", pattern: "**/requirements*.txt" };
const settingsFiles: vscode.DocumentFilter = { scheme: "file", pattern: "**/nbdev.yaml" };
const pythonCells: vscode.DocumentFilter = { ...notebookCells, language: "python" };

/** What the last built image and production know, where an author writes it down. */
export function registerPackages(shell: Shell): vscode.Disposable {
  const { registerHoverProvider, registerCompletionItemProvider } = vscode.languages;
  return vscode.Disposable.from(
    registerHoverProvider([requirementFiles, pythonCells], new PackageHovers(shell)),
    registerCompletionItemProvider(requirementFiles, new RequirementCompletions(shell), "="),
    registerCompletionItemProvider(settingsFiles, new CourseNameCompletions(shell.opener), " "),
  );
}
