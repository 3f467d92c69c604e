import Table from "cli-table3";

const noBorders = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: "  ",
};

/** Rows under headings, aligned and without lines, as kubectl prints them; `widths` wrap long cells. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[], widths?: number[]): string {
  const lines = new Table({
    head: headings.map((heading) => heading.toUpperCase()),
    chars: noBorders,
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
    ...(widths === undefined ? {} : { colWidths: widths, wordWrap: true, wrapOnWordBoundary: false }),
  });
  lines.push(...rows.map((row) => [...row]));
  return lines
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}
