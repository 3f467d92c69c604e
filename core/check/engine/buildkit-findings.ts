import { z } from "zod";
import type { Diagnostic, Range } from "../diagnostic.ts";
import type { TextLines } from "../text-lines.ts";

/** BuildKit's result of `--call=check,format=json` (moby/buildkit, frontend/subrequests/lint/lint.go). Lines are 1-based. */
const positionSchema = z.object({ line: z.int().default(0), character: z.int().default(0) });
const locationSchema = z.object({
  ranges: z.array(z.object({ start: positionSchema, end: positionSchema })).nullish(),
});
const resultSchema = z.object({
  warnings: z
    .array(
      z.object({
        ruleName: z.string(),
        description: z.string().default(""),
        url: z.string().default(""),
        detail: z.string().default(""),
        location: locationSchema.default({}),
      }),
    )
    .nullish(),
  buildError: z.object({ message: z.string(), location: locationSchema.default({}) }).nullish(),
});

/** The findings in what BuildKit printed, at their lines of the Dockerfile; undefined where that is no such result. */
export function parseBuildkitFindings(printed: string, lines: TextLines): Diagnostic[] | undefined {
  const parsed = resultSchema.safeParse(jsonOf(printed));
  if (!parsed.success) return undefined;
  const { warnings, buildError } = parsed.data;
  const asErrors = rulesAsErrors(buildError?.message);
  const found = (warnings ?? []).map(
    ({ ruleName, description, detail, url, location }): Diagnostic => ({
      code: `BuildKit/${ruleName}`,
      severity: asErrors?.includes(ruleName) ? "error" : "warning",
      message: asSentence(detail === "" ? description : detail),
      hint: url === "" ? "Read what docker build --check says of it." : `Read why, and what to write instead: ${url}`,
      path: "Dockerfile",
      range: rangeOf(location, lines),
    }),
  );
  if (buildError == null || asErrors !== undefined) return found;
  const error: Diagnostic = {
    code: "BuildKit/BuildError",
    severity: "error",
    message: asSentence(buildError.message),
    hint: buildError.message.includes("failed to resolve source metadata")
      ? "Correct the image's name, or see to it that the engine reaches its registry: the checks end there."
      : "Correct this line; the build stops there.",
    path: "Dockerfile",
    range: rangeOf(buildError.location, lines),
  };
  return [...found, error];
}

/** A Dockerfile that says `# check=error=true` makes its findings a build error of its own, which only names their rules. */
function rulesAsErrors(message: string | undefined): string[] | undefined {
  return /^lint violation found for rules: (.+)$/.exec(message ?? "")?.[1]?.split(/,\s*/);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** BuildKit gives a range to each line of an instruction, mostly without columns. */
function rangeOf({ ranges }: z.infer<typeof locationSchema>, lines: TextLines): Range {
  const { start: from } = ranges?.[0] ?? {};
  const { end: to } = ranges?.at(-1) ?? {};
  if (from === undefined || to === undefined || from.line < 1) return lines.range(0, 0);
  const start = { line: Math.min(from.line, lines.count) - 1, character: from.character };
  const end = { line: Math.min(to.line, lines.count) - 1, character: to.character };
  const isWhole = start.character === 0 && end.character === 0;
  return isWhole ? { start: lines.lineRange(start.line).start, end: lines.lineRange(end.line).end } : { start, end };
}

function asSentence(text: string): string {
  const line = text.trim().replace(/\s+/g, " ");
  return /[.!?]$/.test(line) ? line : `${line}.`;
}
