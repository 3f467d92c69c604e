/** A link of a text cell to another notebook, by a relative path. */
export interface NotebookLink {
  /** Decoded, without query and fragment. */
  readonly target: string;
  /** Offsets in the cell, of the path as written. */
  readonly start: number;
  readonly end: number;
}

const linkTargets =
  /\]\(\s*<?([^()\s<>]+(?:\([^()\s]*\)[^()\s<>]*)*)>?(?:\s+["'][^"']*["'])?\s*\)|\bhref\s*=\s*["']([^"']+)["']/g;

/** Relative links to notebooks, outside of code. */
export function readLinks(markdown: string): NotebookLink[] {
  const prose = markdown.replace(/(```|~~~)[\s\S]*?(\1|$)|`[^`\n]*`/g, (code) => " ".repeat(code.length));
  return [...prose.matchAll(linkTargets)].flatMap((match) => {
    const written = match[1] ?? match[2] ?? "";
    const path = written.replace(/[?#].*$/s, "");
    if (!/\.ipynb$/i.test(path) || /^([a-z][a-z0-9+.-]*:|\/)/i.test(path)) return [];
    const start = match.index + match[0].indexOf(written);
    return [{ target: decoded(path), start, end: start + written.length }];
  });
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // a lone % means itself: browsers take it so
  }
}
