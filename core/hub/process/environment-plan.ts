import { posix } from "node:path";
import { type Copy, DockerfileParser, type Env, type Instruction } from "dockerfile-ast";
import type { Deviation } from "../../image/index.ts";

/** Where docker-stacks images start their server; what is below it is what a learner sees. */
const home = "/home/jovyan";

/** What of a Dockerfile can be had without Docker, in its order. */
export interface EnvironmentPlan {
  readonly installs: readonly PipInstall[];
  readonly copies: readonly PlannedCopy[];
  readonly environment: Readonly<Record<string, string>>;
  /** Below the home directory, "" for itself. */
  readonly workingDirectory: string;
  readonly reproduced: number;
  readonly total: number;
  /** One a Dockerfile line that is not reproduced. */
  readonly deviations: readonly Deviation[];
}

/** The arguments of one `pip install`, without the flags that only mean something in an image. */
export interface PipInstall {
  readonly line: number;
  readonly arguments: readonly string[];
}

export interface PlannedCopy {
  readonly line: number;
  readonly sources: readonly string[];
  /** Below the home directory; ends in a slash where the Dockerfile's did. */
  readonly destination: string;
}

type Outcome = { installs?: PipInstall[]; copy?: PlannedCopy; missing?: string };

/** Reads a Dockerfile for the process runtime; every instruction is either reproduced or a deviation with its line. */
export function planEnvironment(dockerfile: string): EnvironmentPlan {
  const instructions = lastStage(DockerfileParser.parse(dockerfile).getInstructions());
  const environment: Record<string, string> = {};
  const installs: PipInstall[] = [];
  const copies: PlannedCopy[] = [];
  const deviations: Deviation[] = [];
  let directory = home;
  for (const instruction of instructions) {
    if (instruction.getKeyword() === "WORKDIR") directory = posix.resolve(directory, text(instruction));
    if (instruction.getKeyword() === "ENV") Object.assign(environment, variablesOf(instruction as Env));
    const outcome = outcomeOf(instruction, directory);
    installs.push(...(outcome.installs ?? []));
    if (outcome.copy !== undefined) copies.push(outcome.copy);
    if (outcome.missing !== undefined) deviations.push(deviation(instruction, outcome.missing));
  }
  const workingDirectory = belowHome(directory) ?? "";
  const total = instructions.length;
  return { installs, copies, environment, workingDirectory, reproduced: total - deviations.length, total, deviations };
}

function outcomeOf(instruction: Instruction, directory: string): Outcome {
  switch (instruction.getKeyword()) {
    case "FROM":
      return /jupyter|notebook/.test(text(instruction)) && !/cuda/.test(text(instruction))
        ? {}
        : { missing: "the base image is replaced by JupyterLab on this machine's Python" };
    case "RUN":
      return runOutcome(instruction);
    case "COPY":
    case "ADD":
      return copyOutcome(instruction as Copy, directory);
    case "WORKDIR":
      return belowHome(directory) === undefined ? { missing: `${directory} is outside the server's directory` } : {};
    case "SHELL":
    case "ONBUILD":
      return { missing: "there is no image to build" };
    default:
      // ARG, ENV, LABEL, USER, EXPOSE, CMD, ENTRYPOINT …: kept, or replaced by the hub in production too.
      return {};
  }
}

function runOutcome(instruction: Instruction): Outcome {
  const commands = text(instruction)
    .replace(/\\\r?\n/g, " ")
    .split(/&&|;|\n/)
    .map((command) => command.trim())
    .filter((command) => command !== "");
  const line = lineOf(instruction);
  const installs = commands.flatMap((command) => pipArguments(command) ?? []);
  const rest = commands.filter(
    (command) => pipArguments(command) === undefined && !/^(rm|fix-permissions)\s/.test(command),
  );
  const found = installs.length > 0 ? { installs: [{ line, arguments: installs }] } : {};
  return rest.length === 0 ? found : { ...found, missing: `it runs ${JSON.stringify(rest[0])}` };
}

const onlyForImages =
  /^(--no-cache-dir|--quiet|-q|--upgrade|-U|--user|--no-input|--disable-pip-version-check|--root-user-action=\w+)$/;

/** The arguments of a `pip install`, or undefined for any other command. */
function pipArguments(command: string): string[] | undefined {
  const match = /^(?:python3? -m )?(?:uv )?pip3? install\s+(.*)$/.exec(command);
  const words = match?.[1]?.match(/"[^"]*"|'[^']*'|\S+/g) ?? undefined;
  return words?.map((word) => word.replace(/^(["'])(.*)\1$/, "$2")).filter((word) => !onlyForImages.test(word));
}

function copyOutcome(instruction: Copy, directory: string): Outcome {
  const flags = instruction.getFlags().map((flag) => flag.getName());
  const words = instruction.getArguments().map((argument) => argument.getValue());
  const destination = words.at(-1);
  const sources = words.slice(0, -1);
  if (flags.includes("from")) return { missing: "it copies from another stage or image" };
  if (destination === undefined || sources.some((source) => /^(https?|git):|<</.test(source))) {
    return { missing: "it does not copy from the course directory" };
  }
  const target = belowHome(posix.resolve(directory, expandHome(destination)));
  if (target === undefined) return { missing: `${destination} is outside the server's directory` };
  const slash = destination.endsWith("/") || destination === "." || sources.length > 1 ? "/" : "";
  return { copy: { line: lineOf(instruction), sources, destination: target + slash } };
}

function expandHome(path: string): string {
  return path.replace(/^(\$\{?HOME\}?|~)/, home);
}

function belowHome(path: string): string | undefined {
  const relative = posix.relative(home, path);
  return relative.startsWith("..") ? undefined : relative;
}

function variablesOf(instruction: Env): Record<string, string> {
  return Object.fromEntries(instruction.getProperties().map((each) => [each.getName(), each.getValue() ?? ""]));
}

function lastStage(instructions: Instruction[]): Instruction[] {
  const from = instructions.findLastIndex((instruction) => instruction.getKeyword() === "FROM");
  return instructions.slice(Math.max(from, 0));
}

function deviation(instruction: Instruction, reason: string): Deviation {
  const subject = `Dockerfile line ${lineOf(instruction)}`;
  const production = `${instruction.getKeyword()} ${text(instruction)}`.replace(/\s+/g, " ").slice(0, 120);
  return { subject, production, here: "not reproduced", reason };
}

function text(instruction: Instruction): string {
  return instruction.getArgumentsContent() ?? "";
}

function lineOf(instruction: Instruction): number {
  return instruction.getRange().start.line + 1;
}
