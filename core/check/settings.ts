import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { NbdevError } from "../errors/index.ts";
import type { Severity } from "./diagnostic.ts";

/** The section `check` of nbdev.yaml. */
export const checkSettingsSchema = z.strictObject({
  /** By code or name of a rule. */
  severities: z.record(z.string(), z.enum(["error", "warning", "information", "off"])).default({}),
  /** Paths and patterns that are not checked, as in `.dockerignore`. */
  exclude: z.array(z.string()).default([]),
});

export interface CheckSettings {
  readonly severities: Readonly<Record<string, Severity | "off">>;
  readonly exclude: readonly string[];
}

export const defaultCheckSettings: CheckSettings = { severities: {}, exclude: [] };

const settingsFileSchema = z.object({ course: z.string().optional(), check: checkSettingsSchema.optional() });

/** What the checks need of a nbdev.yaml; everything else in it is others' business. Throws SETTINGS_INVALID. */
export function readCheckSettings(file: string, text: string): { name: string | undefined; settings: CheckSettings } {
  const parsed = settingsFileSchema.safeParse(yamlOf(file, text) ?? {});
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new NbdevError("SETTINGS_INVALID", { file, problem: `${issue?.path.join(".")}: ${issue?.message}` });
  }
  return { name: parsed.data.course, settings: parsed.data.check ?? defaultCheckSettings };
}

function yamlOf(file: string, text: string): unknown {
  try {
    return parseYaml(text);
  } catch (cause) {
    const problem = cause instanceof Error ? (cause.message.split("\n")[0] ?? cause.message) : String(cause);
    throw new NbdevError("SETTINGS_INVALID", { file, problem }, { cause });
  }
}
