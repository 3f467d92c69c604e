import type { Instruction } from "./instruction.ts";
import { type ShellCommand, type ShellWord, shellCommands } from "./shell-command.ts";

/** One `pip install`, `conda install` or the like of a Dockerfile. */
export interface Install {
  readonly tool: "pip" | "conda";
  readonly instruction: Instruction;
  readonly command: ShellCommand;
  /** Everything after `install`, as written. */
  readonly words: readonly ShellWord[];
  /** `-r`, and for conda `--file`: paths as written, in the image. */
  readonly requirementFiles: readonly ShellWord[];
  /** `-c`. */
  readonly constraintFiles: readonly ShellWord[];
  /** Requirements on the command line. */
  readonly requirements: readonly ShellWord[];
  /** Directories and archives that are installed (`.`, `./package`, `-e .`). */
  readonly localPackages: readonly ShellWord[];
  /** Values of `--index-url`, `--extra-index-url`, `--find-links`. */
  readonly indexes: readonly string[];
}

const pipOptionsWithValue =
  /^(-i|--index-url|--extra-index-url|-f|--find-links|-t|--target|--prefix|--root|--platform|--python-version|--timeout|--retries|--trusted-host|--cache-dir|--progress-bar|--proxy|--python|--upgrade-strategy|--no-binary|--only-binary|--config-settings|--src|--report|--log|--index-strategy)$/;
const condaOptionsWithValue = /^(-n|--name|-p|--prefix|-c|--channel|--solver|--repodata-fn)$/;
const prefixWords = /^(sudo|env|exec|time|nice|command|micromamba|-\w|[A-Za-z_]\w*=.*)$/;

/** All installs of Python packages that a RUN instruction starts, in order. */
export function installsOf(instruction: Instruction): Install[] {
  if (instruction.keyword !== "RUN") return [];
  return shellCommands(instruction).flatMap((command) => {
    const { tool, rest } = recognise(command) ?? {};
    if (tool === undefined || rest === undefined) return [];
    return [
      { tool, instruction, command, words: rest, ...(tool === "pip" ? pipArguments(rest) : condaArguments(rest)) },
    ];
  });
}

function recognise(command: ShellCommand): { tool: Install["tool"]; rest: readonly ShellWord[] } | undefined {
  const values = command.words.map(({ value }) => value);
  const name = (at: number) => values[at]?.replace(/^.*\//, "") ?? "";
  let at = 0;
  while (at < values.length && prefixWords.test(values[at] ?? "") && !/^micromamba$/.test(values[at] ?? "")) at++;
  if ((name(at) === "conda" || name(at) === "mamba" || name(at) === "micromamba") && values[at + 1] === "run") {
    at += 2;
    while (values[at]?.startsWith("-")) at += condaOptionsWithValue.test(values[at] ?? "") ? 2 : 1;
  }
  if (/^python[\d.]*$/.test(name(at)) && values[at + 1] === "-m") at += 2;
  if (name(at) === "uv") at++;
  const program = name(at++);
  if (/^pip[\d.]*$/.test(program)) {
    while (values[at]?.startsWith("-")) at += pipOptionsWithValue.test(values[at] ?? "") ? 2 : 1;
    return values[at] === "install" ? { tool: "pip", rest: command.words.slice(at + 1) } : undefined;
  }
  if (!/^(conda|mamba|micromamba)$/.test(program)) return undefined;
  while (values[at]?.startsWith("-")) at += condaOptionsWithValue.test(values[at] ?? "") ? 2 : 1;
  if (values[at] === "env") at++;
  return /^(install|update|create)$/.test(values[at] ?? "")
    ? { tool: "conda", rest: command.words.slice(at + 1) }
    : undefined;
}

type Arguments = Omit<Install, "tool" | "instruction" | "command" | "words">;

function pipArguments(words: readonly ShellWord[]): Arguments {
  const found = emptyArguments();
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as ShellWord;
    const [option = "", inline] = splitOption(word);
    const value = () => inline ?? words[++at];
    if (option === "-r" || option === "--requirement" || option === "--requirements")
      push(found.requirementFiles, value());
    else if (option === "-c" || option === "--constraint" || option === "--constraints")
      push(found.constraintFiles, value());
    else if (option === "-e" || option === "--editable") push(found.localPackages, value());
    else if (/^(-i|--index-url|--extra-index-url|-f|--find-links)$/.test(option))
      found.indexes.push(value()?.value ?? "");
    else if (pipOptionsWithValue.test(option)) value();
    else if (isRedirection(word.value)) break;
    else if (!option.startsWith("-")) push(isLocal(word.value) ? found.localPackages : found.requirements, word);
  }
  return found;
}

function condaArguments(words: readonly ShellWord[]): Arguments {
  const found = emptyArguments();
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as ShellWord;
    const [option = "", inline] = splitOption(word);
    const value = () => inline ?? words[++at];
    if (option === "-f" || option === "--file") push(found.requirementFiles, value());
    else if (condaOptionsWithValue.test(option)) value();
    else if (isRedirection(word.value)) break;
    else if (!option.startsWith("-")) found.requirements.push({ ...word, value: word.value.replace(/^.*::/, "") });
  }
  return found;
}

function emptyArguments() {
  const words = (): ShellWord[] => [];
  return {
    requirementFiles: words(),
    constraintFiles: words(),
    requirements: words(),
    localPackages: words(),
    indexes: [] as string[],
  };
}

function splitOption(word: ShellWord): [string, ShellWord | undefined] {
  const long = /^(--[\w-]+)=(.*)$/s.exec(word.value);
  if (long !== null) return [long[1] ?? "", { ...word, value: long[2] ?? "" }];
  const short = /^(-[rcefi])(.+)$/s.exec(word.value);
  if (short !== null) return [short[1] ?? "", { ...word, value: short[2] ?? "" }];
  return [word.value, undefined];
}

function isRedirection(word: string): boolean {
  return /^\d*[<>]/.test(word);
}

function isLocal(word: string): boolean {
  return /^\.{0,2}\/|^\.$|^\.\[|\.(whl|tar\.gz|zip)$/.test(word) && !/^[a-z+]+:\/\//i.test(word);
}

function push(list: ShellWord[], word: ShellWord | undefined): void {
  if (word !== undefined) list.push(word);
}
