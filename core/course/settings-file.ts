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
  const document = parseDocument(text, { lineCounter, prettyErrors: false });
  const at = (offset: number | undefined) => {
    const { line, col } = lineCounter.linePos(offset ?? 0);
    return `${path}:${Math.max(line, 1)}:${Math.max(col, 1)}`;
  };
  const [syntaxError] = document.errors;
  if (syntaxError !== undefined) throw invalid(at(syntaxError.pos[0]), firstLine(syntaxError.message));

  const parsed = settingsSchema.safeParse(plainValue(document, path));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  if (issue === undefined) throw parsed.error;
  const unknownKey = issue.code === "unrecognized_keys" ? issue.keys[0] : undefined;
  const keys = [...issue.path.map(String), ...(unknownKey === undefined ? [] : [unknownKey])];
  throw invalid(at(offsetOf(document, keys)), problem(keys.join("."), issue.message, unknownKey));
}

/** An empty section (`hub:` with only comments below it) sets nothing. */
function plainValue(document: Document, path: string): unknown {
  try {
    return document.toJS({ reviver: (_key, value) => value ?? undefined }) ?? {};
  } catch (error) {
    if (error instanceof ReferenceError) throw invalid(path, firstLine(error.message)); // an alias to nothing, or too many
    throw error;
  }
}

function problem(key: string, message: string, unknownKey: string | undefined): string {
  const flag = machineSettings.get(key);
  if (flag !== undefined) return `${key} is set by ${flag}, because a course must not decide it for your machine`;
  if (unknownKey !== undefined) return `there is no setting ${key}`;
  return key === "" ? message : `${key}: ${message}`;
}

function invalid(file: string, problem: string): NbdevError {
  return new NbdevError("SETTINGS_INVALID", { file, problem: problem.replace(/\.$/, "") });
}

/** Where the key begins, or the deepest part of it that there is. */
function offsetOf(document: Document, keys: readonly string[]): number | undefined {
  const key = keys.at(-1);
  if (key === undefined) return isNode(document.contents) ? document.contents.range?.[0] : undefined;
  const parent = keys.length === 1 ? document.contents : document.getIn(keys.slice(0, -1), true);
  const pair = isMap(parent) ? parent.items.find((item) => isScalar(item.key) && item.key.value === key) : undefined;
  return isScalar(pair?.key) ? pair.key.range?.[0] : offsetOf(document, keys.slice(0, -1));
}

function firstLine(text: string): string {
  return text.split("\n")[0] ?? text;
}
