import { posix } from "node:path";
import type { Instruction } from "../../check/dockerfile/instruction.ts";
import { parseDockerfile } from "../../check/dockerfile/parse-dockerfile.ts";
import type { Deviation } from "../../image/index.ts";
import { DockerfileVariables } from "./dockerfile-variables.ts";
import { belowHome, home, type ImageSoFar, stacksVariables } from "./image-paths.ts";
import { baseOutcome, copyOutcome, type Outcome, variableOutcome } from "./instruction-outcome.ts";
import { type PipInstall, runOutcome } from "./run-outcome.ts";

export type { PipInstall } from "./run-outcome.ts";

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

export interface PlannedCopy {
  readonly line: number;
  readonly sources: readonly string[];
  /** Below the home directory; ends in a slash where the Dockerfile's did. */
  readonly destination: string;
}

/**
 * Reads a Dockerfile for the process runtime: the stages that the last one is built on, and no other. Every instruction
 * is either reproduced or a deviation with its line.
 */
export function planEnvironment(dockerfile: string): EnvironmentPlan {
  const { instructions: all, imageInstructions, stages } = parseDockerfile("Dockerfile", dockerfile);
  const image: ImageSoFar = { variables: new DockerfileVariables(stacksVariables), placed: [], directory: home };
  for (const each of all.filter(({ stage }) => stage < 0)) variableOutcome(each, image);
  const ownStages = new Set(stages.flatMap(({ name }) => name?.toLowerCase() ?? []));
  const environment: Record<string, string> = {};
  const installs: PipInstall[] = [];
  const copies: PlannedCopy[] = [];
  const deviations: Deviation[] = [];
  for (const instruction of imageInstructions) {
    const outcome = outcomeOf(instruction, image, ownStages, dockerfile);
    installs.push(...(outcome.installs ?? []));
    copies.push(...(outcome.copies ?? []));
    Object.assign(environment, outcome.environment);
    if (outcome.missing !== undefined) deviations.push(deviation(instruction, outcome.missing));
  }
  const total = imageInstructions.length;
  return {
    installs,
    copies,
    environment,
    workingDirectory: belowHome(image.directory) ?? "",
    reproduced: total - deviations.length,
    total,
    deviations,
  };
}

function outcomeOf(
  instruction: Instruction,
  image: ImageSoFar,
  ownStages: ReadonlySet<string>,
  dockerfile: string,
): Outcome {
  switch (instruction.keyword) {
    case "FROM":
      return baseOutcome(instruction, ownStages);
    case "RUN":
      return runOutcome(instruction, image, dockerfile);
    case "COPY":
    case "ADD":
      return copyOutcome(instruction, image);
    case "ARG":
    case "ENV":
      return variableOutcome(instruction, image);
    case "WORKDIR":
      image.directory = posix.resolve(image.directory, image.variables.expand(instruction.words[0]?.value ?? ""));
      return belowHome(image.directory) === undefined
        ? { missing: `${image.directory} is outside the server's directory` }
        : {};
    case "SHELL":
    case "ONBUILD":
      return { missing: "there is no image to build" };
    default:
      // LABEL, USER, EXPOSE, CMD, ENTRYPOINT …: without meaning here, or replaced by the hub in production too.
      return {};
  }
}

function deviation(instruction: Instruction, reason: string): Deviation {
  const subject = `Dockerfile line ${instruction.range.start.line + 1}`;
  const production = `${instruction.keyword} ${instruction.source}`.replace(/\\\r?\n/g, " ").replace(/\s+/g, " ");
  return { subject, production: production.slice(0, 120), here: "not reproduced", reason };
}
