import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { NbdevError } from "../errors/index.ts";
import type { Severity } from "./diagnostic.ts";

/** The section `check` of nbdev.yaml: a severity, or `off`, by code or name of a rule. */
export const checkSettingsSchema = z.strictObject({
  severity: z.record(z.string(), z.enum(["error", "warning", "information", "off"])).prefault({}),
});

export interface CheckSettings {
  readonly severity: Readonly<Record<string, Severity | "off">>;
}

export const defaultCheckSettings: CheckSettings = { severity: {} };

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
    return parseYaml(text, { logLevel: "error" });
  } catch (cause) {
    const problem = cause instanceof Error ? (cause.message.split("\n")[0] ?? cause.message) : String(cause);
    throw new NbdevError("SETTINGS_INVALID", { file, problem }, { cause });
  }
}
