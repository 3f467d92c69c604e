import { delimiter, resolve } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import type { CourseRequest, RuntimeRequest } from "../../core/index.ts";
import type { Shell } from "../shell.ts";

const platforms = ["linux/amd64", "linux/arm64"];

/** Adds the flag that every command has which needs a hub's place. */
export function withRuntimeFlag(command: Command): Command {
  return command.addOption(
    new Option("--runtime <type>", "where the hub lives")
      .choices(["auto", "kind", "process"])
      .default("auto")
      .env("NBDEV_RUNTIME"),
  );
}

/** Adds the flags that say what to build and how to run it; each has an environment variable of the same stem. */
export function withCourseFlags(command: Command): Command {
  return withRuntimeFlag(command)
    .addOption(new Option("--course <name>", "the course's name, instead of nbdev.yaml's").env("NBDEV_COURSE"))
    .addOption(new Option("--port <port>", "port of 127.0.0.1 for the hub").argParser(parsePort).env("NBDEV_PORT"))
    .addOption(new Option("--chart <path or version>", "the JupyterHub chart").env("NBDEV_CHART"))
    .addOption(new Option("--node-image <reference>", "kind's node image").env("NBDEV_NODE_IMAGE"))
    .addOption(new Option("--registry-image <reference>", "the local registry's image").env("NBDEV_REGISTRY_IMAGE"))
    .addOption(
      new Option("--values <file...>", "further helm values, the last one wins")
        .argParser(parsePaths)
        .env("NBDEV_VALUES"),
    )
    .addOption(new Option("--platform <platform>", "build for this platform").choices(platforms).env("NBDEV_PLATFORM"))
    .addOption(new Option("--ca-bundle <file>", "certificate authorities (PEM) for downloads").env("NBDEV_CA_BUNDLE"));
}

/** What the flags of `withCourseFlags` parse to. */
export interface CourseFlags {
  runtime: RuntimeRequest["runtime"];
  course?: string;
  port?: number;
  chart?: string;
  nodeImage?: string;
  registryImage?: string;
  values?: string[];
  platform?: string;
  caBundle?: string;
}

/** The request of a course directory, given or current. */
export function courseRequest(shell: Shell, directory: string | undefined, flags: CourseFlags): CourseRequest {
  const { values, caBundle, ...same } = flags;
  return {
    ...same,
    directory: resolve(shell.cwd, directory ?? "."),
    valuesFiles: values?.map((file) => resolve(shell.cwd, file)),
    caBundle: caBundle ?? shell.host.env.NODE_EXTRA_CA_CERTS,
  };
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new InvalidArgumentError("a port is 1 to 65535");
  return port;
}

/** One file a flag; the environment variable holds several, separated like PATH. */
function parsePaths(text: string, earlier: string[] | undefined): string[] {
  return [...(earlier ?? []), ...text.split(delimiter).filter((path) => path !== "")];
}
