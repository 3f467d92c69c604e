import ignore from "@balena/dockerignore";

/**
 * Whether a path is meant by patterns of Docker (`.dockerignore`, COPY): case counts, a directory means all below it, and a
 * later `!pattern` takes back. What Go's filepath.Match would refuse matches nothing.
 */
export function dockerPatterns(patterns: readonly string[]): (path: string) => boolean {
  const usable = patterns.map(literalSpecials).filter(isUsable);
  const matches = ignore({ ignorecase: false }).add(usable);
  return (path) => path !== "" && matches.ignores(path);
}

/** @balena/dockerignore builds a regular expression and leaves in it what only there has a meaning. */
function literalSpecials(pattern: string): string {
  return pattern.replace(/\\.|[(){}|+^]/g, (found) => {
    const isClassNegation = found === "^" && /\[\^/.test(pattern);
    return found.startsWith("\\") || isClassNegation ? found : `\\${found}`;
  });
}

function isUsable(pattern: string): boolean {
  if (pattern.trim() === "") return false;
  try {
    ignore({ ignorecase: false }).add(pattern).ignores("any");
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
