import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import { NbdevError } from "../errors/index.ts";
import { byteSize } from "./size.ts";

export const settingsFile = "nbdev.yaml";
export const productionRepository = "610119931565.dkr.ecr.us-east-1.amazonaws.com/ol-course-notebooks";

/** Everything nbdev.yaml may say; all of it optional. */
export const settingsSchema = z.strictObject({
  course: z.string().optional(),
  notebook: z.string().optional(),
  image: z.strictObject({ repository: z.string().optional() }).default({}),
  limits: z
    .strictObject({
      memory: byteSize.default(4 * 2 ** 30),
      memoryGuarantee: byteSize.default(2 * 2 ** 30),
      cpuGuarantee: z.number().positive().default(0.25),
    })
    .prefault({}),
  hub: z
    .strictObject({ runtime: z.enum(["auto", "kind", "process"]).optional(), port: z.number().int().optional() })
    .default({}),
  check: z
    .strictObject({ severities: z.record(z.string(), z.enum(["error", "warning", "information", "off"])).default({}) })
    .prefault({}),
});
export type Settings = z.infer<typeof settingsSchema>;

/** The settings of a course directory; without nbdev.yaml, the defaults. Throws SETTINGS_INVALID with line and column. */
export async function readSettings(directory: string): Promise<Settings> {
  const file = join(directory, settingsFile);
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  return parseSettings(text, file);
}

/** Parses the text of nbdev.yaml; `file` only names it in errors. */
export function parseSettings(text: string, file: string): Settings {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const refuse = (problem: string, offset = 0) => {
    const { line, col } = lines.linePos(offset);
    return new NbdevError("SETTINGS_INVALID", { file: `${file}:${line}:${col}`, problem });
  };
  const [syntax] = document.errors;
  if (syntax !== undefined) throw refuse(syntax.message.split("\n")[0] ?? "", syntax.pos[0]);
  const parsed = settingsSchema.safeParse(document.toJS() ?? {});
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = (issue?.path ?? []) as (string | number)[];
  const key = issue?.code === "unrecognized_keys" ? [...path, issue.keys[0] ?? ""] : path;
  const node = document.getIn(key, true) as { range?: [number, number, number] } | undefined;
  throw refuse(`${key.join(".")}: ${issue?.message ?? "is not valid"}`, node?.range?.[0]);
}
