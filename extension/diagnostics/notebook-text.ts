/** A notebook as an editor holds it; `metadata` is what VS Code's ipynb extension makes of the file's. */
export interface EditedNotebook {
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly cells: readonly EditedCell[];
}

export interface EditedCell {
  readonly isCode: boolean;
  readonly language: string;
  readonly text: string;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** The notebook as a file without outputs, which checks read from the disk if at all. */
export function notebookText({ metadata, cells }: EditedNotebook): string {
  const own = section(metadata, "custom") ?? metadata; // before 1.93 the file's own metadata lay one level deeper
  return JSON.stringify({
    nbformat: typeof own.nbformat === "number" ? own.nbformat : 4,
    metadata: section(own, "metadata") ?? {},
    cells: cells.map((cell) => {
      const { id } = section(cell.metadata, "custom") ?? cell.metadata;
      return { cell_type: cellType(cell), ...(typeof id === "string" ? { id } : {}), source: cell.text };
    }),
  });
}

function cellType({ isCode, language }: EditedCell): "code" | "markdown" | "raw" {
  if (!isCode) return "markdown";
  return language === "raw" ? "raw" : "code";
}

function section(of: Readonly<Record<string, unknown>>, name: string): Readonly<Record<string, unknown>> | undefined {
  const found = of[name];
  return typeof found === "object" && found !== null ? (found as Record<string, unknown>) : undefined;
}
