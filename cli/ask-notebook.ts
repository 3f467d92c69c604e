/** A person's choice among the course's notebooks; undefined (the tree) where it was left with Esc or Ctrl-C. */
export async function askNotebook(notebooks: readonly string[]): Promise<string | undefined> {
  const { isCancel, select } = await import("@clack/prompts");
  const answer = await select({
    message: "Which notebook shall be opened?",
    options: notebooks.map((notebook) => ({ value: notebook, label: notebook })),
    output: process.stderr,
    maxItems: 15,
  });
  return isCancel(answer) ? undefined : answer;
}
