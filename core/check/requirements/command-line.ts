import type { Install } from "../dockerfile/installs.ts";
import { isUnresolved } from "../dockerfile/instruction.ts";
import type { DockerfileFacts } from "../dockerfile/parse-dockerfile.ts";
import { offsetInWord, type ShellWord } from "../dockerfile/shell-command.ts";
import { parseRequirementTexts, type RequirementsFacts } from "./parse-requirements.ts";

/**
 * What each `pip install` of the Dockerfile is given by name, a list for every command, at its place in the Dockerfile.
 * Words that only the shell knows (variables, substitutions, braces) are left out.
 */
export function commandLineRequirements(
  { path, lines }: DockerfileFacts,
  installs: readonly Install[],
): RequirementsFacts[] {
  return installs.flatMap((install) => {
    const words = install.tool === "pip" ? install.requirements.filter(isLiteral) : [];
    if (words.length === 0 || hasSubstitution(install)) return [];
    const texts = words.map((word) => ({
      text: word.value,
      offsetAt: (index: number) => install.instruction.sourceOffset + offsetInWord(word, index),
    }));
    return [{ ...parseRequirementTexts("command", path, lines, texts), indexes: install.indexes }];
  });
}

function isLiteral({ value, redirection }: ShellWord): boolean {
  return redirection === undefined && !isUnresolved(value) && !/[{}*?]/.test(value.replace(/=[\d.]*\.\*$/, ""));
}

/** Between backticks stands another command, whose words are no requirements. */
function hasSubstitution({ command }: Install): boolean {
  return command.words.some(({ value }) => value.includes("`"));
}
