import { type CheckedCourse, readCourse } from "./checked-course.ts";
import { type Diagnostic, inReadingOrder, type Severity } from "./diagnostic.ts";
import { FactsMemo } from "./facts-memo.ts";
import { isIgnoredByComment } from "./ignore-comments.ts";
import type { Rule } from "./rule.ts";
import { rules as allRules } from "./rules.ts";
import { type CheckSettings, defaultCheckSettings } from "./settings.ts";
import type { CourseSnapshot } from "./snapshot.ts";

export interface CheckOptions {
  readonly settings?: CheckSettings;
  /** Only these; undefined: all. */
  readonly rules?: readonly Rule[];
  /** Kept between calls, it makes each one cost only what was edited. */
  readonly memo?: FactsMemo;
}

/** All findings of a course, in reading order; synchronous, and pure but for the memo. */
export function runChecks(snapshot: CourseSnapshot, options: CheckOptions = {}): Diagnostic[] {
  const { settings = defaultCheckSettings, rules = allRules, memo = new FactsMemo() } = options;
  const course = readCourse(snapshot, memo);
  return rules
    .flatMap((rule) => findings(rule, course, settings))
    .filter((diagnostic) => !isIgnoredByComment(diagnostic, course))
    .sort(inReadingOrder);
}

function findings(rule: Rule, course: CheckedCourse, { severity }: CheckSettings): Diagnostic[] {
  const chosen = severity[rule.code] ?? severity[rule.name];
  if (chosen === "off") return [];
  return [...rule.check(course)].map((finding) => ({
    ...finding,
    code: rule.code,
    severity: lowered(finding.severity, chosen) ?? rule.severity,
  }));
}

/** What an author sets never raises a finding that the rule itself is unsure of. */
function lowered(own: Severity | undefined, chosen: Severity | undefined): Severity | undefined {
  return own === "information" ? own : (chosen ?? own);
}
