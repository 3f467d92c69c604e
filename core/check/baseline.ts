import { z } from "zod";
import { NbdevError } from "../errors/index.ts";
import type { Diagnostic } from "./diagnostic.ts";

const baselineSchema = z.object({
  version: z.literal(1),
  accepted: z.array(
    z.object({ code: z.string(), path: z.string(), message: z.string(), count: z.number().int().positive() }),
  ),
});

/** Findings that a course lives with; without line numbers, so that an edit elsewhere in the file changes nothing. */
export type Baseline = z.infer<typeof baselineSchema>;

export function baselineOf(diagnostics: readonly Diagnostic[]): Baseline {
  const counts = new Map<string, Baseline["accepted"][number]>();
  for (const { code, path, message } of diagnostics) {
    const known = counts.get(keyOf({ code, path, message }));
    if (known === undefined) counts.set(keyOf({ code, path, message }), { code, path, message, count: 1 });
    else known.count++;
  }
  return { version: 1, accepted: [...counts.values()] };
}

/** The findings that the baseline does not hold; of several that are the same, as many as are new. */
export function notInBaseline(diagnostics: readonly Diagnostic[], baseline: Baseline): Diagnostic[] {
  const left = new Map(baseline.accepted.map((entry) => [keyOf(entry), entry.count]));
  return diagnostics.filter((diagnostic) => {
    const count = left.get(keyOf(diagnostic)) ?? 0;
    left.set(keyOf(diagnostic), count - 1);
    return count <= 0;
  });
}

/** Reads a baseline file, or throws BASELINE_INVALID. */
export function parseBaseline(file: string, text: string): Baseline {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new NbdevError("BASELINE_INVALID", { file, reason: "it is no JSON" }, { cause });
  }
  const parsed = baselineSchema.safeParse(json);
  if (!parsed.success) throw new NbdevError("BASELINE_INVALID", { file, reason: "it was not written by nbdev check" });
  return parsed.data;
}

function keyOf({ code, path, message }: Pick<Diagnostic, "code" | "path" | "message">): string {
  return JSON.stringify([code, path, message.replace(/\bline \d+/g, "line")]); // a message may name another line
}
