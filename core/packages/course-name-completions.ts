import type { Position, Range } from "../check/diagnostic.ts";
import { TextLines } from "../check/text-lines.ts";
import { type ProductionCourse, productionCourses } from "../production/courses.ts";

/** The courses of production that `course:` of an nbdev.yaml may name, and what each replaces; none elsewhere. */
export function completeCourseName(
  text: string,
  { line: row, character }: Position,
): { readonly courses: readonly ProductionCourse[]; readonly range: Range } | undefined {
  const line = new TextLines(text).line(row);
  const typed = /^course:\s+["']?([\w.-]*)$/.exec(line.slice(0, character))?.[1];
  if (typed === undefined) return undefined;
  const rest = /^[\w.-]*/.exec(line.slice(character))?.[0] ?? "";
  const range = {
    start: { line: row, character: character - typed.length },
    end: { line: row, character: character + rest.length },
  };
  return { courses: productionCourses, range };
}
