import { delimiter, resolve } from "node:path";
import { NbdevError } from "../errors/index.ts";
import type { Host } from "../host.ts";
import type { HubRequest, RuntimeType } from "../hub/runtime.ts";
import type { CourseRequest } from "../requests.ts";
import type { ServerLimits } from "./course.ts";
import type { SettingsFile } from "./settings-file.ts";

/** Everything that can be set, each after its precedence: flag, environment (`NBDEV_<STEM>`), nbdev.yaml, default. */
export interface Settings extends Omit<HubRequest, "course"> {
  readonly runtime: RuntimeType | "auto";
  /** As asked for; undefined: the directory's name. */
  readonly course: string | undefined;
  readonly imageRepository: string;
  /** The default notebook; not checked yet. */
  readonly notebook: string | undefined;
}

/** Production's, but for what only a machine can say. `G` is 2^30 there too. */
export const defaults = {
  runtime: "auto",
  imageRepository: "610119931565.dkr.ecr.us-east-1.amazonaws.com/ol-course-notebooks",
  limits: { memory: 4 * 2 ** 30, memoryGuarantee: 2 * 2 ** 30, cpuGuarantee: 0.25 },
} as const satisfies Partial<Settings>;

/** What a shell's flags say; absent ones are undefined. */
export type SettingsOverrides = Partial<Omit<CourseRequest, "directory">> & { readonly notebook?: string | undefined };

/**
 * The settings in force. What could hand this machine to a course's author (images and charts of the cluster, helm
 * values, certificate authorities) comes only from flags and the environment, never from the course's own nbdev.yaml.
 */
export function resolveSettings(overrides: SettingsOverrides, env: Host["env"], file: SettingsFile): Settings {
  const environment = readEnvironment(env);
  return {
    runtime: overrides.runtime ?? environment.runtime ?? file.hub.runtime ?? defaults.runtime,
    course: overrides.course ?? environment.course ?? file.course,
    imageRepository: file.image.repository ?? defaults.imageRepository,
    notebook: overrides.notebook ?? environment.notebook ?? file.notebook,
    limits: resolveLimits(file.limits),
    port: overrides.port ?? environment.port ?? file.hub.port,
    platform: overrides.platform ?? environment.platform ?? file.hub.platform,
    chart: overrides.chart ?? environment.chart,
    nodeImage: overrides.nodeImage ?? environment.nodeImage,
    registryImage: overrides.registryImage ?? environment.registryImage,
    valuesFiles: overrides.valuesFiles ?? environment.valuesFiles ?? [],
    caBundle: overrides.caBundle ?? environment.caBundle,
    database: resolveDatabase(overrides.database, environment.database),
    keep: overrides.keep ?? false,
  };
}

function resolveLimits(limits: SettingsFile["limits"]): ServerLimits {
  const memory = limits.memory ?? defaults.limits.memory;
  return {
    memory,
    memoryGuarantee: limits.memoryGuarantee ?? Math.min(memory, defaults.limits.memoryGuarantee),
    cpuGuarantee: limits.cpuGuarantee ?? defaults.limits.cpuGuarantee,
  };
}

/** The documented variables; an empty one counts as unset. Relative paths are the working directory's. */
function readEnvironment(env: Host["env"]) {
  const read = (name: string) => (env[name] === "" ? undefined : env[name]);
  const chart = read("NBDEV_CHART");
  const caBundle = read("NBDEV_CA_BUNDLE");
  return {
    runtime: oneOf("NBDEV_RUNTIME", read("NBDEV_RUNTIME"), ["kind", "process", "auto"] as const),
    platform: oneOf("NBDEV_PLATFORM", read("NBDEV_PLATFORM"), platforms),
    port: readPort(read("NBDEV_PORT")),
    course: read("NBDEV_COURSE"),
    notebook: read("NBDEV_NOTEBOOK"),
    chart: chart !== undefined && /[/\\]/.test(chart) ? resolve(chart) : chart,
    database: read("NBDEV_DATABASE"),
    nodeImage: read("NBDEV_NODE_IMAGE"),
    registryImage: read("NBDEV_REGISTRY_IMAGE"),
    valuesFiles: read("NBDEV_VALUES")
      ?.split(delimiter)
      .filter((path) => path !== "")
      .map((path) => resolve(path)),
    caBundle: caBundle === undefined ? undefined : resolve(caBundle),
  };
}

/** A password may stand in the environment, which only this user can read, and not on a command line. */
function resolveDatabase(flag: string | undefined, variable: string | undefined): string | undefined {
  const text = flag ?? variable;
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^postgres(ql)?:$/.test(url.protocol) || url.hostname === "") {
    throw new NbdevError("DATABASE_INVALID", { problem: "is no URL that starts with postgresql:// and names a host" });
  }
  if (flag !== undefined && url.password !== "") {
    throw new NbdevError("DATABASE_INVALID", { problem: "has a password, which every list of processes shows" });
  }
  return text;
}

export const platforms = ["linux/amd64", "linux/arm64"] as const;

function oneOf<Value extends string>(name: string, text: string | undefined, values: readonly Value[]) {
  if (text === undefined) return undefined;
  const value = values.find((candidate) => candidate === text);
  if (value !== undefined) return value;
  throw invalid(name, `${JSON.stringify(text)} is not one of ${values.join(", ")}`);
}

function readPort(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port >= 1 && port <= 65_535) return port;
  throw invalid("NBDEV_PORT", `${JSON.stringify(text)} is not a port from 1 to 65535`);
}

function invalid(name: string, problem: string): NbdevError {
  return new NbdevError("SETTINGS_INVALID", { file: `The environment variable ${name}`, problem });
}
