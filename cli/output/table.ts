import Table from "cli-table3";

/** A table without frames, so that it can be copied and cut. */
export function plainTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const borders = ["top", "top-mid", "top-left", "top-right", "bottom", "bottom-mid", "bottom-left", "bottom-right"];
  const inner = ["left", "left-mid", "mid", "mid-mid", "right", "right-mid"];
  const chars = Object.fromEntries([...borders, ...inner].map((name) => [name, ""]));
  const style = { head: [], border: [], "padding-left": 0, "padding-right": 2 };
  const table = new Table({ head: [...head], chars: { ...chars, middle: "" }, style });
  table.push(...rows.map((row) => [...row]));
  const lines = table.toString().split("\n");
  return lines.map((line) => line.trimEnd()).join("\n");
}
