import { stat } from "node:fs/promises";
import { dirname, posix, relative, resolve } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import type { CheckRequest, CheckResult } from "../../core/index.ts";
import { exitCode } from "../exit-code.ts";
import type { Shell } from "../shell.ts";
import { runTask } from "../task.ts";

interface CheckOptions {
  readonly format: "text" | "json" | "sarif" | "github";
  readonly fix?: boolean;
  readonly rule?: string[];
  readonly list?: boolean;
  readonly course?: string;
  readonly baseline?: string;
  readonly writeBaseline?: string;
  readonly maxWarnings?: number;
  readonly engine?: boolean;
  readonly image?: boolean;
}

export function checkCommand(shell: Shell): Command {
  return new Command("check")
    .description("what will fail for learners, as far as the files show it")
    .argument("[paths...]", "the course directory, or files in it", ["."])
    .addOption(
      new Option("--format <format>", "how to print").choices(["text", "json", "sarif", "github"]).default("text"),
    )
    .option("--fix", "make the changes that are certain")
    .option("--rule <code|name>", "only this rule (repeatable)", collect)
    .option("--list", "list the rules instead of checking")
    .option("--course <name>", "the course's name (default: nbdev.yaml)")
    .option("--baseline <file>", "report only what this file does not accept")
    .option("--write-baseline <file>", "accept all of today's findings into this file")
    .option("--max-warnings <number>", "exit 1 with more warnings than this", count)
    .option("--engine", "also what BuildKit finds (docker buildx build --check)")
    .option("--image", "go by what the course's built image holds")
    .action((paths: string[], options: CheckOptions) =>
      options.list === true ? list(shell) : check(shell, paths, options),
    );
}

async function check(shell: Shell, paths: readonly string[], options: CheckOptions): Promise<void> {
  const request = await checkRequest(shell, paths, options);
  const quiet = !needsEngine(options);
  const found = await runTask(shell, { quiet }, (nbdev, task) => nbdev.check(request, task));
  const result = seenFrom(shell.workingDirectory, request.directory, found);
  shell.stdout.write(await formatted(shell, result, options.format));
  const errors = result.diagnostics.filter(({ severity }) => severity === "error").length;
  const warnings = result.diagnostics.filter(({ severity }) => severity === "warning").length;
  const accepted = options.writeBaseline !== undefined;
  if (!accepted && (errors > 0 || warnings > (options.maxWarnings ?? Number.POSITIVE_INFINITY))) {
    shell.endWith(exitCode.findings);
  }
}

async function checkRequest(shell: Shell, paths: readonly string[], options: CheckOptions): Promise<CheckRequest> {
  const absolute = (path: string) => resolve(shell.workingDirectory, path);
  const asked = paths.map(absolute);
  const kinds = await Promise.all(asked.map(typeOf));
  const [only] = asked;
  const oneDirectory = asked.length === 1 && kinds[0] === "directory";
  return {
    directory: oneDirectory && only !== undefined ? only : commonDirectory(asked, shell.workingDirectory),
    paths: oneDirectory ? undefined : asked,
    course: options.course,
    rules: options.rule,
    fix: options.fix,
    baseline: options.baseline === undefined ? undefined : absolute(options.baseline),
    writeBaseline: options.writeBaseline === undefined ? undefined : absolute(options.writeBaseline),
    engine: options.engine,
    builtImage: options.image === true ? true : undefined,
  };
}

/** What asks the engine may take seconds, and shows its progress; the rest is done before anybody could read of it. */
function needsEngine({ engine, image }: CheckOptions): boolean {
  return engine === true || image === true;
}

/** Paths as terminals, editors and CI make links of them: from the working directory, absolute where they lie outside. */
function seenFrom(workingDirectory: string, directory: string, result: CheckResult): CheckResult {
  const way = relative(workingDirectory, directory);
  const prefix = way.startsWith("..") ? directory : way;
  const own = new Map(result.diagnostics.map((found) => [{ ...found, path: posix.join(prefix, found.path) }, found]));
  return {
    ...result,
    diagnostics: [...own.keys()],
    sourceLine: (shown) => result.sourceLine(own.get(shown) ?? shown),
  };
}

async function formatted(shell: Shell, result: CheckResult, format: CheckOptions["format"]): Promise<string> {
  const { rules, toGithub, toJson, toSarif } = await import("../../core/index.ts");
  if (format === "json") return toJson(result.diagnostics);
  if (format === "github") return toGithub(result.diagnostics);
  if (format === "sarif") return toSarif(result.diagnostics, rules, shell.version);
  const { diagnosticsText } = await import("../output/diagnostics.ts");
  const noColor = shell.env.NO_COLOR !== undefined && shell.env.NO_COLOR !== "";
  return `${diagnosticsText(result, shell.stdout.isTTY === true && !noColor)}\n`;
}

async function list(shell: Shell): Promise<void> {
  const { rules } = await import("../../core/index.ts");
  for (const { code, name, severity, what } of rules) {
    shell.stdout.write(`${code}  ${name.padEnd(27)} ${severity.padEnd(12)} ${what}\n`);
  }
}

/** The course of files given one by one is the working directory, or theirs if they lie elsewhere. */
function commonDirectory(paths: readonly string[], workingDirectory: string): string {
  const [first = workingDirectory] = paths;
  return paths.every((path) => path === workingDirectory || path.startsWith(`${workingDirectory}/`))
    ? workingDirectory
    : dirname(first);
}

async function typeOf(path: string): Promise<"directory" | "file"> {
  try {
    return (await stat(path)).isDirectory() ? "directory" : "file";
  } catch (cause) {
    const { NbdevError } = await import("../../core/index.ts");
    throw new NbdevError("CHECK_PATH_MISSING", { path }, { cause });
  }
}

function collect(value: string, previous: string[] = []): string[] {
  return [...previous, value];
}

function count(value: string): number {
  if (!/^\d+$/.test(value)) throw new InvalidArgumentError("It must be a number, 0 or more.");
  return Number(value);
}
