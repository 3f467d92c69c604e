import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import { NbdevError } from "../errors/index.ts";
import { machineSettings, settingsSchema } from "./settings-schema.ts";

export const settingsFileName = "nbdev.yaml";

/** What a course's nbdev.yaml says; sizes are in bytes. */
export type SettingsFile = z.output<typeof settingsSchema>;

/** Reads the nbdev.yaml of a course directory; without one, nothing is set. Throws SETTINGS_INVALID. */
export async function readSettingsFile(directory: string): Promise<SettingsFile> {
  const path = join(directory, settingsFileName);
  try {
    return parseSettings(await readFile(path, "utf8"), path);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return settingsSchema.parse({});
    throw error;
  }
}

/** The settings in the text of an nbdev.yaml; SETTINGS_INVALID names `file:line:column` of the first problem. */
export function parseSettings(text: string, path: string): SettingsFile {
  const lineCounter = new LineCounter();
  const read = readSettings(text, lineCounter);
  if ("settings" in read) return read.settings;
  const { message, start } = read.problem;
  const { line, col } = lineCounter.linePos(start ?? 0);
  const file = start === undefined ? path : `${path}:${Math.max(line, 1)}:${Math.max(col, 1)}`;
  throw new NbdevError("SETTINGS_INVALID", { file, problem: message });
}

/** What keeps a text from being settings, as a sentence without its full stop; offsets are undefined where only the whole is wrong. */
export interface SettingsProblem {
  readonly message: string;
  readonly start: number | undefined;
  readonly end: number | undefined;
}

/** The settings in the text of an nbdev.yaml, or the first problem with them; never throws, whatever the text. */
export function readSettings(
  text: string,
  lineCounter?: LineCounter,
): { readonly settings: SettingsFile } | { readonly problem: SettingsProblem } {
  const document = parseDocument(text, { prettyErrors: false, ...(lineCounter && { lineCounter }) });
  const [syntaxError] = document.errors;
  if (syntaxError !== undefined) return { problem: problemOf(syntaxError.message, syntaxError.pos) };
  let value: unknown;
  try {
    value = document.toJS({ reviver: (_key, item) => item ?? undefined }) ?? {}; // an empty section sets nothing
  } catch (error) {
    if (error instanceof ReferenceError) return { problem: problemOf(error.message) }; // an alias to nothing, or too many
    throw error;
  }
  const parsed = settingsSchema.safeParse(value);
  if (parsed.success) return { settings: parsed.data };
  const [issue] = parsed.error.issues;
  const unknownKey = issue?.code === "unrecognized_keys" ? issue.keys[0] : undefined;
  const keys = [...(issue?.path ?? []).map(String), ...(unknownKey === undefined ? [] : [unknownKey])];
  return { problem: problemOf(explained(keys.join("."), issue?.message ?? "", unknownKey), rangeOf(document, keys)) };
}

function problemOf(message: string, range?: readonly [number, number, ...number[]] | null): SettingsProblem {
  return { message: (message.split("\n")[0] ?? message).replace(/\.$/, ""), start: range?.[0], end: range?.[1] };
}

function explained(key: string, message: string, unknownKey: string | undefined): string {
  const flag = machineSettings.get(key);
  if (flag !== undefined) return `${key} is set by ${flag}, because a course must not decide it for your machine`;
  if (unknownKey !== undefined) return `there is no setting ${key}`;
  return key === "" ? message : `${key}: ${message}`;
}

/** Of the key, or the deepest part of it that there is. */
function rangeOf(document: Document, keys: readonly string[]): readonly [number, number, number] | null | undefined {
  const key = keys.at(-1);
  if (key === undefined) return isNode(document.contents) ? document.contents.range : undefined;
  const parent = keys.length === 1 ? document.contents : document.getIn(keys.slice(0, -1), true);
  const pair = isMap(parent) ? parent.items.find((item) => isScalar(item.key) && item.key.value === key) : undefined;
  return isScalar(pair?.key) ? pair.key.range : rangeOf(document, keys.slice(0, -1));
}
