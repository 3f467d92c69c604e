import { resolve } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import type { RuntimeType } from "../core/index.ts";
import type { ReporterOptions } from "./output/choose-reporter.ts";
import type { Shell } from "./shell.ts";

/** `--json`, `--quiet`, `--verbose`: on every command that reports progress. */
export function addOutputOptions(command: Command): Command {
  return command
    .option("--json", "progress as JSON lines on stderr, one JSON object on stdout")
    .option("--quiet", "no progress, only warnings and the result")
    .option("--verbose", "every step, line and command, and the details of a bug");
}

export interface OutputOptions extends ReporterOptions {}

export interface RuntimeOptions extends OutputOptions {
  readonly runtime?: RuntimeType | "auto";
}

/** `--runtime`, whose default (NBDEV_RUNTIME, nbdev.yaml, auto) the library decides. */
export function addRuntimeOption(command: Command): Command {
  const runtimes = ["kind", "process", "auto"];
  return command.addOption(new Option("--runtime <type>", "where the hub runs (default: auto)").choices(runtimes));
}

export interface CourseOptions extends RuntimeOptions {
  readonly course?: string;
  readonly chart?: string;
  readonly nodeImage?: string;
  readonly registryImage?: string;
  readonly values?: string[];
  readonly port?: number;
  readonly platform?: string;
  readonly caBundle?: string;
  readonly database?: string;
  readonly keep?: boolean;
}

/** What shapes the course's image and its hub; each has an environment variable of the same stem. */
export function addHubOptions(command: Command): Command {
  return command
    .option("--port <number>", "port of 127.0.0.1 for the hub", port)
    .option("--chart <path|version>", "the JupyterHub chart: an unpacked folder, or a version")
    .option("--node-image <ref>", "kind's node image")
    .option("--registry-image <ref>", "the image of the local registry")
    .option("--values <file>", "helm values on top of nbdev's (repeatable; the last one wins)", collect)
    .option("--database <url>", "PostgreSQL for the hub's state (process runtime; a password: NBDEV_DATABASE)")
    .option("--keep", "leave a failed or cancelled hub for a look");
}

export function addBuildOptions(command: Command): Command {
  const platforms = ["linux/amd64", "linux/arm64"];
  return command
    .option("--course <name>", "the course's name (default: nbdev.yaml, else the folder's name)")
    .addOption(
      new Option("--platform <platform>", "build for this platform (production: linux/amd64)").choices(platforms),
    )
    .option("--ca-bundle <file>", "PEM file of your company's certificate authorities");
}

/** Flags as the library takes them: paths absolute, absent ones undefined so that environment and file can speak. */
export function courseRequest(shell: Shell, directory: string | undefined, options: CourseOptions) {
  const absolute = (path: string) => resolve(shell.workingDirectory, path);
  return {
    ...runtimeRequest(shell, directory, options),
    course: options.course,
    chart: options.chart !== undefined && isPath(options.chart) ? absolute(options.chart) : options.chart,
    nodeImage: options.nodeImage,
    registryImage: options.registryImage,
    valuesFiles: options.values?.map(absolute),
    port: options.port,
    platform: options.platform,
    caBundle: options.caBundle === undefined ? undefined : absolute(options.caBundle),
    database: options.database,
    keep: options.keep,
  };
}

export function runtimeRequest(shell: Shell, directory: string | undefined, options: RuntimeOptions) {
  return { runtime: options.runtime, directory: resolve(shell.workingDirectory, directory ?? ".") };
}

/** A chart is named by a path if it looks like one; a version never has a separator. */
function isPath(chart: string): boolean {
  return /[/\\]|^\.+$/.test(chart);
}

function port(text: string): number {
  return wholeNumber(text, 1, 65_535);
}

export function lineCount(text: string): number {
  return wholeNumber(text, 0, 1_000_000);
}

function wholeNumber(text: string, least: number, most: number): number {
  const number = /^\d{1,7}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new InvalidArgumentError(`It is not a whole number from ${least} to ${most}.`);
}

function collect(value: string, earlier: string[] = []): string[] {
  return [...earlier, value];
}
