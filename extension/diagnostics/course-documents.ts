import type { DocumentFilter } from "vscode";

/** Text files that make a course: opening one begins its checks. */
export const courseFiles: readonly DocumentFilter[] = [
  { scheme: "file", pattern: "**/Dockerfile" },
  { scheme: "file", pattern: "**/{requirements*.txt,environment.yml,environment.yaml}" },
  { scheme: "file", pattern: "**/{nbdev.yaml,.dockerignore,launch_urls,launch_urls.txt}" },
];

/** VS Code's type for `.ipynb`, whichever extension shows it. */
export const notebookType = "jupyter-notebook";

/** The cells of saved notebooks: beside a notebook type, VS Code reads the scheme as the notebook's. */
export const notebookCells: DocumentFilter = { scheme: "file", notebookType };
