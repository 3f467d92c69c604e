/**
 * Files of a directory in one text, in Go's txtar format: a comment, then each file after a line `-- path --`. A file
 * `x.ipynb.py` is a notebook in jupytext's percent format (`# %%` begins a cell, `# %% [markdown]` one of text).
 */
export function parseTxtar(text: string): { comment: string; files: Record<string, string> } {
  const [comment = "", ...parts] = text.split(/^-- (.+) --\n/m);
  const files: Record<string, string> = {};
  for (let at = 0; at < parts.length; at += 2) {
    const path = parts[at] ?? "";
    const content = parts[at + 1] ?? "";
    if (/\.ipynb\.py$/i.test(path)) files[path.slice(0, -3)] = notebookOf(content);
    else files[path] = content;
  }
  return { comment, files };
}

function notebookOf(percent: string): string {
  const [, ...parts] = percent.split(/^# %%(.*)\n/m);
  const cells: object[] = [];
  for (let at = 0; at < parts.length; at += 2) {
    const source = (parts[at + 1] ?? "").replace(/\n$/, "");
    const isMarkdown = parts[at]?.includes("[markdown]") ?? false;
    if (isMarkdown) cells.push({ cell_type: "markdown", metadata: {}, source: source.replace(/^# ?/gm, "") });
    else cells.push({ cell_type: "code", execution_count: null, metadata: {}, outputs: [], source });
  }
  const kernelspec = { display_name: "Python 3 (ipykernel)", language: "python", name: "python3" };
  return JSON.stringify({ cells, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 4 });
}
