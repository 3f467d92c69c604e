import { stripVTControlCharacters } from "node:util";

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** A line of a foreign program's output without what could move the cursor, colour the terminal or ring its bell. */
export function printable(line: string): string {
  const lastRewrite =
    line
      .replace(/[\r\n]+$/, "")
      .split("\r")
      .at(-1) ?? "";
  return stripVTControlCharacters(lastRewrite).replace(controls, "");
}
