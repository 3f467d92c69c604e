import type { Command, CommandResult, CommandRunner } from "../../command/index.ts";
import { isNbdevError, NbdevError } from "../../errors/index.ts";
import { type PlannedStep, runStep, type TaskContext } from "../../progress/index.ts";
import type { Diagnostic } from "../diagnostic.ts";
import type { CourseSnapshot } from "../snapshot.ts";
import { TextLines } from "../text-lines.ts";
import { parseBuildkitFindings } from "./buildkit-findings.ts";

/** The first buildx that can check and print JSON. */
const oldestBuildx = "0.15";

/** The first engine whose BuildKit can check by itself; for an older one, BuildKit tries to download its successor. */
const oldestEngine = "27";

/** `docker buildx build --check`, with its result as JSON instead of text. Nothing is built. */
export function buildkitCheckCommand(directory: string): Command {
  return { program: "docker", args: ["buildx", "build", "--call=check,format=json", "--progress=plain", directory] };
}

export const buildkitStep: PlannedStep = { id: "buildkit-check", title: "BuildKit's own checks" };

/**
 * What BuildKit itself finds in a course's Dockerfile; nothing where there is none. Throws DOCKER_MISSING,
 * BUILDX_MISSING, BUILDKIT_OUTDATED, DOCKER_UNREACHABLE, DOCKER_FORBIDDEN, or TOOL_FAILED with what docker said.
 */
export async function buildkitFindings(
  directory: string,
  { files }: CourseSnapshot,
  commands: CommandRunner,
  task: TaskContext,
): Promise<Diagnostic[]> {
  const dockerfile = files.get("Dockerfile")?.text();
  if (dockerfile === undefined) return [];
  return runStep(buildkitStep, task, async () => {
    const command = buildkitCheckCommand(directory);
    const result = await attempt(command, commands, task);
    const findings = parseBuildkitFindings(result.stdout, new TextLines(dockerfile));
    if (findings === undefined) throw failure(command, result);
    return findings;
  });
}

async function attempt(command: Command, commands: CommandRunner, task: TaskContext): Promise<CommandResult> {
  try {
    return await commands.attempt(command, task);
  } catch (error) {
    const isAbsent = isNbdevError(error, "TOOL_FAILED") && error.output.some((line) => line.includes("ENOENT"));
    throw isAbsent ? new NbdevError("DOCKER_MISSING", { what: "nbdev check --engine" }, { cause: error }) : error;
  }
}

function failure({ program, args }: Command, { stdout, stderr, exitCode }: CommandResult): NbdevError {
  const said = `${stdout}\n${stderr}`.trim();
  const endpoint =
    /\b((?:unix|tcp|npipe|https?):\/\/[^\s,;]+?)[.:]?(?=[\s,;]|$)/.exec(said)?.[1] ?? "its usual address";
  if (/is not a docker command|unknown command: docker buildx|unknown (flag|shorthand)/.test(said)) {
    return new NbdevError("BUILDX_MISSING", { oldest: oldestBuildx }, { output: lastLines(said) });
  }
  if (/unsupported request frontend\.lint/.test(said)) {
    return new NbdevError("BUILDKIT_OUTDATED", { oldest: oldestEngine }, { output: lastLines(said) });
  }
  if (/permission denied while trying to connect/i.test(said)) return new NbdevError("DOCKER_FORBIDDEN", { endpoint });
  if (/cannot connect to the docker daemon|failed to connect to the docker API/i.test(said)) {
    return new NbdevError("DOCKER_UNREACHABLE", { endpoint, reason: "the docker command cannot connect" });
  }
  const line = [program, ...args].join(" ");
  return new NbdevError("TOOL_FAILED", { tool: program, line, exitCode }, { output: lastLines(said) });
}

function lastLines(text: string): string[] {
  return text.split("\n").slice(-20);
}
