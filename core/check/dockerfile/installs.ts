import { rememberedBy } from "../remembered.ts";
import type { Instruction } from "./instruction.ts";
import { type ShellCommand, type ShellWord, shellCommands } from "./shell-command.ts";

/** One `pip install`, `conda install` or the like of a Dockerfile. */
export interface Install {
  readonly tool: "pip" | "conda";
  readonly instruction: Instruction;
  readonly command: ShellCommand;
  /** Everything after `install` but redirections, as written. */
  readonly words: readonly ShellWord[];
  /** `-r`, and for conda `--file`: paths as written, in the image. */
  readonly requirementFiles: readonly ShellWord[];
  /** `-c`. */
  readonly constraintFiles: readonly ShellWord[];
  /** Requirements on the command line. */
  readonly requirements: readonly ShellWord[];
  /** Of those, and of the words between them: unquoted versions that the shell reads as redirections. */
  readonly redirected: readonly ShellWord[];
  /** Directories and archives that are installed (`.`, `./package`, `-e .`). */
  readonly localPackages: readonly ShellWord[];
  /** Values of `--index-url`, `--extra-index-url`, `--find-links`. */
  readonly indexes: readonly string[];
}

/** pip's and uv's. */
const pipOptionsWithValue = new RegExp(
  `^(-[ifCdPtp]|--(${[
    "index-url|extra-index-url|find-links|index|default-index|index-strategy|keyring-provider|no-binary|only-binary",
    "target|prefix|root|src|report|log|cache-dir|cert|client-cert|config-file|python|python-version|platform|implementation|abi",
    "timeout|retries|resume-retries|trusted-host|proxy|exists-action|progress-bar|root-user-action|use-feature|use-deprecated",
    "upgrade-strategy|upgrade-package|config-settings?|global-option|build-option|install-option|build-constraint|group",
    "resolution|prerelease|exclude-newer|torch-backend|link-mode|override|hash",
  ].join("|")}))$`,
);
const condaOptionsWithValue = /^(-n|--name|-p|--prefix|-c|--channel|--solver|--repodata-fn)$/;
const prefixWords = /^(sudo|env|exec|time|nice|command|micromamba|-\w|[A-Za-z_]\w*=.*)$/;

/** All installs of Python packages that a RUN instruction starts, in order. */
export function installsOf(instruction: Instruction): Install[] {
  if (instruction.keyword !== "RUN") return [];
  return installsOfCommands(shellCommands(instruction)).map((install) => ({ ...install, instruction }));
}

type Unplaced = Omit<Install, "instruction">;

/** By the commands themselves, which stay the same objects while their instruction does. */
const installsOfCommands = rememberedBy((commands: readonly ShellCommand[]) => commands.flatMap(readInstall));

function readInstall(command: ShellCommand): Unplaced[] {
  const { tool, rest } = recognise(command) ?? {};
  if (tool === undefined || rest === undefined) return [];
  const end = rest.findIndex((word) => isRedirection(word) && !isRedirectedVersion(word));
  const words = end < 0 ? rest : rest.slice(0, end);
  const redirected = words.filter(isRedirectedVersion);
  const given = words.filter((word) => !isRedirection(word));
  return [{ tool, command, words: given, redirected, ...(tool === "pip" ? pipArguments : condaArguments)(given) }];
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

type Arguments = Omit<Unplaced, "tool" | "command" | "words" | "redirected">;

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
    else if (!option.startsWith("-")) found.requirements.push(endOfWord(word, word.value.replace(/^.*::/, "")));
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
  const [, option, value] = /^(--[\w-]+=|-[rcefi](?=.))(.*)$/s.exec(word.value) ?? [];
  if (option === undefined || value === undefined) return [word.value, undefined];
  return [option.replace(/=$/, ""), endOfWord(word, value)];
}

function endOfWord(word: ShellWord, value: string): ShellWord {
  const { start, end } = word;
  return { value, start: value === word.value ? start : Math.max(start, end - value.length), end };
}

function isRedirection({ value, redirection }: ShellWord): boolean {
  return redirection !== undefined && /^\d*$/.test(value.slice(0, redirection));
}

/** `numpy>=2`, or `>=2` after it; not `>/dev/null` or `2>log`, which are meant. */
function isRedirectedVersion({ value, redirection }: ShellWord): boolean {
  if (redirection === undefined) return false;
  const [before, after] = [value.slice(0, redirection), value.slice(redirection)];
  return /^$|^[A-Za-z]/.test(before) && /^(>=|<=|[<>](?=\d))/.test(after);
}

/** As pip tells: what has a slash is a path, unless it is a URL or `name @ URL`. */
function isLocal(word: string): boolean {
  return /^[^@[\];]*\/|^\.{1,2}(\[|$)|\.(whl|tar\.gz|zip)$/.test(word) && !/^[a-z+]+:\/\//i.test(word);
}

function push(list: ShellWord[], word: ShellWord | undefined): void {
  if (word !== undefined) list.push(word);
}
