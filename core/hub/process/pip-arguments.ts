/** The arguments of one `pip install`, as pip is to get them on this machine. */
export interface PipArguments {
  /** Without the flags that only mean something in an image; paths as `place` gave them. */
  readonly arguments: readonly string[];
  /** Requirements and constraints files among them. */
  readonly files: readonly string[];
  /** Requirements that stand on the line itself, with the position of their word. */
  readonly requirements: readonly { readonly text: string; readonly start: number }[];
  /** Whether a folder or archive of the course is installed. */
  readonly installsFiles: boolean;
}

interface ArgumentWord {
  readonly value: string;
  readonly start: number;
}

const withoutMeaningHere =
  /^(--no-cache-dir|--no-cache|--quiet|-q+|--verbose|-v+|--upgrade|-U|--user|--system|--no-input|--no-color|--no-warn-script-location|--disable-pip-version-check|--break-system-packages|--root-user-action|--cache-dir|--progress-bar|--timeout|--retries|--src|--log|--compile|--compile-bytecode|--no-compile)$/;
const elsewhere = /^(-t|--target|--prefix|--root|--python|-p|--platform|--python-version|--dry-run|--download|-d)$/;
const withValue =
  /^(-i|--index-url|--extra-index-url|-f|--find-links|--trusted-host|--upgrade-strategy|--no-binary|--only-binary|--config-settings?|-C|--index-strategy|--use-feature|--root-user-action|--cache-dir|--progress-bar|--timeout|--retries|--src|--log|--prerelease|--proxy|--cert|--client-cert|--report|--global-option)$/;

/** Reads what follows `pip install`; a string says why it cannot be done here. `place` maps paths of the image. */
export function readPipArguments(
  words: readonly ArgumentWord[],
  place: (path: string) => string,
): PipArguments | string {
  const found = { arguments: [] as string[], files: [] as string[], requirements: [] as ArgumentWord[] };
  let installsFiles = false;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as ArgumentWord;
    if (/^\d*[<>]/.test(word.value)) break; // a redirection
    const [option, inline] = splitOption(word.value);
    const value = () => inline ?? words[++at]?.value ?? "";
    if (elsewhere.test(option)) return `it installs elsewhere (${option})`;
    if (/^(-r|-c|--requirements?|--constraints?)$/.test(option)) {
      const file = place(value());
      found.files.push(file);
      found.arguments.push(/c/.test(option.slice(0, 3)) ? "--constraint" : "--requirement", file);
    } else if (/^(-e|--editable)$/.test(option)) {
      const source = value();
      installsFiles ||= isLocal(source);
      found.arguments.push("--editable", isLocal(source) ? `./${place(source)}` : source);
    } else if (withValue.test(option)) {
      const argument = value();
      if (!withoutMeaningHere.test(option)) found.arguments.push(option, argument);
    } else if (option.startsWith("-")) {
      if (!withoutMeaningHere.test(option)) found.arguments.push(word.value);
    } else if (isLocal(word.value)) {
      installsFiles = true;
      found.arguments.push(`./${place(word.value)}`);
    } else {
      found.arguments.push(word.value);
      found.requirements.push(word);
    }
  }
  return {
    arguments: found.arguments,
    files: found.files,
    requirements: found.requirements.map(({ value, start }) => ({ text: value, start })),
    installsFiles,
  };
}

/** `--name=value`, and `-rfile` without a blank. */
function splitOption(word: string): [string, string | undefined] {
  const [, long, value] = /^(--[\w-]+)=(.*)$/s.exec(word) ?? [];
  if (long !== undefined) return [long, value];
  const [, short, rest] = /^(-[rcefi])(.+)$/s.exec(word) ?? [];
  return short === undefined ? [word, undefined] : [short, rest];
}

/** A folder or an archive: what pip takes for a path. */
export function isLocal(word: string): boolean {
  return !/^[a-z][a-z+]*:\/\//i.test(word) && /^\.{0,2}\/|^\.{1,2}$|^\.\[|\.(whl|tar\.gz|zip)$/.test(word);
}
