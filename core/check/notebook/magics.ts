/** An IPython line that is no Python: `%name rest`, `!rest` (name `!`), `%%name rest`, `?rest`. */
export interface MagicLine {
  readonly name: string;
  readonly rest: string;
  readonly cell: boolean;
  readonly start: number;
  readonly end: number;
}

/** Cell magics below which the cell is still Python. */
const pythonCellMagics =
  /^(time|timeit|capture|prun|memit|mprun|lprun|debug|px|autopx|skip|code_wrap|heat|scalene|python3?|pypy)$/;
const lineMagic = /^([ \t]*)(?:[\w.,[\]* \t]+=[ \t]*)?(%{1,2}(?=\w)|!{1,2}|\?{1,2})[ \t]*([^\r\n]*)$/gm;

/** The cell with every IPython line blanked out, so that all offsets stay. */
export function withoutMagics(source: string): { python: string; magics: MagicLine[]; isPython: boolean } {
  const magics: MagicLine[] = [];
  let isPython = true;
  const python = source.replace(lineMagic, (line: string, indent: string, sign: string, body: string, at: number) => {
    const isAssignment = !line.slice(indent.length).startsWith(sign);
    if (isAssignment && (sign === "?" || body.startsWith("="))) return line;
    const cell = sign === "%%" && /^\s*$/.test(source.slice(0, at));
    const [, word = "", rest = ""] = /^(\S*)\s*(.*)$/s.exec(body) ?? [];
    const name = sign.startsWith("%") ? word : sign.charAt(0);
    magics.push({
      name,
      rest: sign.startsWith("%") ? rest : body,
      cell,
      start: at + indent.length,
      end: at + line.length,
    });
    if (cell && !pythonCellMagics.test(name)) isPython = false;
    return keepsSuite(indent, line.length);
  });
  return {
    python: python.replace(/^([ \t]*[\w.]+)\?{1,2}[ \t]*$/gm, (line) => " ".repeat(line.length)),
    magics,
    isPython,
  };
}

/** An indented line keeps a statement, since it may be all that its block has. */
function keepsSuite(indent: string, length: number): string {
  return indent === "" ? " ".repeat(length) : `${indent}0`.padEnd(length);
}
