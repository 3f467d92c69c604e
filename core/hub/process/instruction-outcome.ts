import { posix } from "node:path";
import { parseBaseImage, stackName } from "../../check/dockerfile/base-image.ts";
import { type Instruction, isUnresolved } from "../../check/dockerfile/instruction.ts";
import type { PlannedCopy } from "./environment-plan.ts";
import { belowHome, home, type ImageSoFar } from "./image-paths.ts";
import type { PipInstall } from "./run-outcome.ts";

/** What an instruction comes to on this machine; `missing` says why it is not (all) reproduced. */
export interface Outcome {
  readonly installs?: readonly PipInstall[];
  readonly copies?: readonly PlannedCopy[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly missing?: string;
}

/** The base images that hold nothing which JupyterHub's own environment lacks. */
const bareStacks = new Set(["docker-stacks-foundation", "base-notebook", "minimal-notebook"]);

export function baseOutcome(instruction: Instruction, ownStages: ReadonlySet<string>): Outcome {
  const [source] = instruction.words;
  if (ownStages.has(source?.value.toLowerCase() ?? "")) return {};
  const base = parseBaseImage(source?.value ?? "", undefined);
  const stack = stackName(base);
  if (base.cuda === true) return { missing: "CUDA is the image's; here is JupyterLab on this machine's Python" };
  if (stack !== undefined && bareStacks.has(stack)) return {};
  return {
    missing:
      stack === undefined
        ? "the base image is replaced by JupyterLab on this machine's Python"
        : `what ${stack} brings along is not installed here, only JupyterLab and the packages of pip's lines`,
  };
}

export function copyOutcome(instruction: Instruction, image: ImageSoFar): Outcome {
  const { keyword, flags, heredocs } = instruction;
  const words = instruction.words.map(({ value }) => image.variables.expand(value));
  const destination = words.at(-1);
  const sources = words.slice(0, -1);
  if (flags.some(({ name }) => name === "from")) return { missing: "it copies from another stage or image" };
  const selection = flags.find(({ name }) => name === "exclude" || name === "parents");
  if (selection !== undefined) return { missing: `--${selection.name} is not understood here` };
  if (heredocs.length > 0) return { missing: "it writes a file of its own" };
  if (destination === undefined || sources.length === 0) return { missing: "it names no source or no destination" };
  if (sources.some((source) => /^([a-z+]+:\/\/|git@)/i.test(source))) {
    return { missing: "it does not copy from the course directory" };
  }
  if (keyword === "ADD" && sources.some((source) => /\.(tar|tar\.(gz|bz2|xz|zst)|tgz|tbz2?|txz)$/i.test(source))) {
    return { missing: "it unpacks an archive" };
  }
  if (words.some(isUnresolved)) return { missing: `${words.find(isUnresolved)} is known only to the base image` };
  const absolute = posix.resolve(image.directory, destination.replace(/^~(?=\/|$)/, home));
  image.placed.push({ sources, destination: absolute });
  const target = belowHome(absolute);
  if (target === undefined) return isOnlyInstalledFrom(sources, absolute);
  const slash = /(^|\/)\.{0,2}$/.test(destination) || sources.length > 1 ? "/" : "";
  return { copies: [{ line: instruction.range.start.line + 1, sources, destination: target + slash }] };
}

/** What is put into a temporary folder serves the RUN lines, and those find it in the course directory. */
function isOnlyInstalledFrom(sources: readonly string[], destination: string): Outcome {
  const serves = /^\/(tmp|build|opt\/build)(\/|$)/.test(destination);
  return serves && sources.length > 0 ? {} : { missing: `${destination} is outside the server's directory` };
}

const decidesWhatPipInstalls = /^(PIP|UV)_(\w*INDEX\w*|\w*CONSTRAINTS?|FIND_LINKS|PRE|TARGET|NO_BINARY|ONLY_BINARY)$/;

/** ENV sets for the server and for what follows, ARG only for what follows; a build's `--build-arg` is never given. */
export function variableOutcome({ keyword, words }: Instruction, image: ImageSoFar): Outcome {
  const environment: Record<string, string> = {};
  let missing: string | undefined;
  for (const { value: word } of words) {
    const [, name = "", written] = /^([^=]*)=(.*)$/s.exec(word) ?? [undefined, word];
    if (written === undefined) continue;
    const value = image.variables.expand(written);
    if (name === "PATH") missing = "PATH is that of this machine's Python";
    else if (isUnresolved(value)) missing = `${value} is known only to the base image`;
    else {
      image.variables.define(name, value);
      environment[name] = value;
      if (keyword === "ENV" && value.includes(home)) missing = `${home} is another folder here`;
      if (keyword === "ENV" && decidesWhatPipInstalls.test(name)) missing = "pip gets this machine's settings";
    }
  }
  return keyword === "ENV" ? { environment, ...(missing === undefined ? {} : { missing }) } : {};
}
