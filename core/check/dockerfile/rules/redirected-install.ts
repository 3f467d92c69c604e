import type { Range } from "../../diagnostic.ts";
import type { Finding, Rule } from "../../rule.ts";
import type { ShellWord } from "../shell-command.ts";

export const redirectedInstall: Rule = {
  code: "NB123",
  name: "redirected-install",
  severity: "error",
  what: "A version after `<` or `>` stands without quotes in a `pip install` or `conda install` of RUN.",
  why: 'The shell takes `>` for "write into a file" and `<` for "read from a file": any version is installed, or the build stops.',
  example: { language: "dockerfile", bad: "RUN pip install numpy>=2", good: 'RUN pip install "numpy>=2"' },
  remedy: "Put it into quotes.",
  *check({ dockerfile, installs }) {
    if (dockerfile === undefined) return;
    const { path, lines } = dockerfile;
    for (const { redirected, instruction, tool } of installs) {
      const at = instruction.sourceOffset;
      for (const word of redirected) {
        const range = lines.range(at + word.start, at + word.end);
        yield { path, range, ...said(tool, word), ...(instruction.json ? {} : quoted(path, range, word)) };
      }
    }
  },
};

function said(tool: string, { value, redirection = 0 }: ShellWord): Pick<Finding, "message" | "hint"> {
  const name = value.slice(0, redirection);
  const happens = value.includes("<", redirection)
    ? `reads from a file called ${value.slice(value.lastIndexOf("<") + 1)}, and the build stops for want of it`
    : `writes into a file called ${value.slice(redirection + 1)}, and ${tool} gets ${name === "" ? "no version" : `${name} without a version`}`;
  return {
    message: `${value} stands without quotes: the shell ${happens}.`,
    hint: name === "" ? "Write it and the name before it as one word in quotes." : `Write "${value}", with the quotes.`,
  };
}

/** Certain only where name and version are one word: `numpy >=2` is two. */
function quoted(path: string, range: Range, { value, redirection }: ShellWord): Pick<Finding, "fix"> {
  if (redirection === 0 || /["\\`]/.test(value)) return {};
  return { fix: { title: "Put it into quotes", edits: [{ path, range, newText: `"${value}"` }] } };
}
