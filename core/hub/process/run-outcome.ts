import { posix } from "node:path";
import { mountsOf } from "../../check/dockerfile/installed-file.ts";
import { installsOf } from "../../check/dockerfile/installs.ts";
import { type Instruction, isUnresolved } from "../../check/dockerfile/instruction.ts";
import { type ShellCommand, shellCommands } from "../../check/dockerfile/shell-command.ts";
import { TextLines } from "../../check/text-lines.ts";
import { courseFileOf, home, type ImageSoFar } from "./image-paths.ts";
import type { Outcome } from "./instruction-outcome.ts";
import { type PipArguments, readPipArguments } from "./pip-arguments.ts";

/** One `pip install` of the Dockerfile; paths are below the course directory. */
export interface PipInstall extends Omit<PipArguments, "requirements"> {
  /** Of the RUN, from 1. */
  readonly line: number;
  /** Requirements that stand on the line itself, and the line of the Dockerfile on which each stands. */
  readonly requirements: readonly { readonly text: string; readonly line: number }[];
}

/** The pip installs of a RUN; everything else that it does, unless it only tidies up, is missing. */
export function runOutcome(instruction: Instruction, image: ImageSoFar, dockerfile: string): Outcome {
  const lines = new TextLines(dockerfile);
  const placed = [...image.placed, ...mountedFiles(instruction)];
  const pipInstalls = new Map(installsOf(instruction).map((install) => [install.command, install]));
  const installs: PipInstall[] = [];
  const missing: string[] = [];
  let directory = image.directory;
  const place = (path: string) => courseFileOf(posix.resolve(directory, path), placed) ?? path;
  for (const command of shellCommands(instruction)) {
    const install = pipInstalls.get(command);
    const words = (install?.words ?? command.words).map((word) => ({
      ...word,
      value: image.variables.expand(word.value),
    }));
    if (install?.tool === "pip") {
      const unknown = words.find(({ value }) => isUnresolved(value));
      const read =
        unknown === undefined ? readPipArguments(words, place) : `${unknown.value} is known only to the build`;
      if (typeof read === "string") missing.push(read);
      else installs.push(at(read, instruction, lines));
    } else if (words[0]?.value === "cd" && words[1] !== undefined) {
      directory = posix.resolve(directory, words[1].value.replace(/^~(?=\/|$)/, home));
    } else if (!leavesNoTrace(words.map(({ value }) => value))) {
      missing.push(`it runs ${JSON.stringify(written(command))}`);
    }
  }
  return { installs, ...(missing[0] === undefined ? {} : { missing: missing[0] }) };
}

function at(read: PipArguments, { range, sourceOffset }: Instruction, lines: TextLines): PipInstall {
  const lineOf = (start: number) => lines.position(sourceOffset + start).line + 1;
  const requirements = read.requirements.map(({ text, start }) => ({ text, line: lineOf(start) }));
  return { ...read, requirements, line: range.start.line + 1 };
}

function mountedFiles(instruction: Instruction) {
  return mountsOf(instruction).map(({ source, target }) => ({ sources: [source], destination: target }));
}

const tidiesUp =
  /^(fix-permissions|chown|chmod|chgrp|set|true|:|echo|ls|whoami|id|pip3? (cache|--version|check|list)|npm cache|apt(-get)? (clean|autoclean)|(conda|mamba|micromamba) clean|jupyter lab clean|uv cache)( |$)/;

/** Rights, caches and messages: what a learner would not notice. Files of the home directory are not among them. */
function leavesNoTrace(words: readonly string[]): boolean {
  const line = words.filter((word) => word !== "sudo").join(" ");
  if (tidiesUp.test(line) && !words.some((word) => word.startsWith(">"))) return true;
  const removed = words[0] === "rm" ? words.slice(1).filter((word) => !word.startsWith("-")) : [];
  return removed.length > 0 && removed.every(isOutsideOfCourse);
}

function isOutsideOfCourse(path: string): boolean {
  const real = path.replace(/^~(?=\/|$)/, home);
  return real.startsWith("/") && (!real.startsWith(`${home}/`) || real.startsWith(`${home}/.`));
}

function written({ words }: ShellCommand): string {
  return words.map(({ value }) => value).join(" ");
}
