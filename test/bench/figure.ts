/** One line of the benchmarks' table; seconds unless it says otherwise. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit?: string;
  readonly target?: string;
  /** To the figure that its target names. */
  readonly ratio?: number;
}

export async function seconds(run: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await run();
  return (performance.now() - started) / 1000;
}

/** The figures as a Markdown table. */
export function table(title: string, figures: readonly Figure[]): string {
  const rows = figures.map(
    ({ what, value, unit = "s", target = "", ratio }) =>
      `| ${what} | ${value.toFixed(1)} ${unit} | ${ratio === undefined ? "" : `${ratio.toFixed(2)} ×`} | ${target} |`,
  );
  return [`## ${title}`, "", "| what | measured | ratio | target |", "|---|---|---|---|", ...rows, ""].join("\n");
}
