import type { RuntimeRequest } from "../core/index.ts";
import type { CourseFolder } from "./course-folders.ts";

/** As far as settings are read of vscode's WorkspaceConfiguration. */
export interface Configuration {
  get<T>(key: string): T | undefined;
  inspect<T>(key: string): { readonly globalValue?: T; readonly defaultValue?: T } | undefined;
}

/** What the settings say about a course's hub; undefined: as the environment and nbdev.yaml say. */
export interface CourseSettings {
  readonly runtime: RuntimeRequest["runtime"];
  readonly port: number | undefined;
  readonly platform: string | undefined;
  readonly chart: string | undefined;
  readonly nodeImage: string | undefined;
  readonly registryImage: string | undefined;
  readonly valuesFiles: readonly string[] | undefined;
  readonly caBundle: string | undefined;
}

/**
 * The section `nbdev`. What names an executable, an image, a file or a URL is read from the user's own settings alone:
 * VS Code keeps a workspace out of settings of scope `machine`, and this does not rely on it.
 */
export function readCourseSettings(
  configuration: Configuration,
  { runtime }: Pick<CourseFolder, "runtime"> = {},
): CourseSettings {
  const mine = (key: string) => nonEmpty(ofMachine<string>(configuration, key));
  const values = ofMachine<string[]>(configuration, "hub.values") ?? [];
  return {
    runtime: runtime ?? nonEmpty(configuration.get<"auto" | "kind" | "process" | "">("hub.runtime")),
    port: configuration.get<number | null>("hub.port") ?? undefined,
    platform: nonEmpty(configuration.get<string>("hub.platform")),
    chart: mine("hub.chart"),
    nodeImage: mine("hub.nodeImage"),
    registryImage: mine("hub.registryImage"),
    valuesFiles: values.length === 0 ? undefined : values,
    caBundle: mine("hub.caBundle"),
  };
}

const programKeys = { kind: "kindPath", helm: "helmPath", python3: "pythonPath" } as const;

/** Paths of programs by their names, from the user's own settings alone. */
export function readPrograms(configuration: Configuration): Record<string, string> {
  const paths = Object.entries(programKeys).map(([program, key]) => [program, ofMachine<string>(configuration, key)]);
  return Object.fromEntries(paths.filter(([, path]) => path !== undefined && path !== ""));
}

function ofMachine<T>(configuration: Configuration, key: string): T | undefined {
  const found = configuration.inspect<T>(key);
  return found?.globalValue ?? found?.defaultValue;
}

function nonEmpty<T extends string>(value: T | "" | undefined): T | undefined {
  return value === "" ? undefined : value;
}
