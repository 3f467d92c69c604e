import { setImmediate } from "node:timers/promises";
import { type CheckedCourse, notebookFiles, readCourse, readNotebook } from "./checked-course.ts";
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
  const steps = checkSteps(snapshot, options);
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

const sliceMilliseconds = 8;

/** As `runChecks`, with a breath for the thread's other work every few milliseconds; rejects once `signal` is aborted. */
export async function runChecksInSlices(
  snapshot: CourseSnapshot,
  options: CheckOptions,
  signal: AbortSignal,
): Promise<Diagnostic[]> {
  const steps = checkSteps(snapshot, options);
  let began = performance.now();
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) return step.value;
    if (performance.now() - began < sliceMilliseconds) continue;
    await setImmediate();
    signal.throwIfAborted();
    began = performance.now();
  }
}

/** Pauses after each notebook and each rule. */
function* checkSteps(snapshot: CourseSnapshot, options: CheckOptions): Generator<void, Diagnostic[]> {
  const { settings = defaultCheckSettings, rules = allRules, memo = new FactsMemo() } = options;
  for (const file of notebookFiles(snapshot)) {
    readNotebook(file, memo);
    yield;
  }
  const course = readCourse(snapshot, memo);
  const found: Diagnostic[] = [];
  for (const rule of rules) {
    yield;
    found.push(...findings(rule, course, settings));
  }
  return found.filter((diagnostic) => !isIgnoredByComment(diagnostic, course)).sort(inReadingOrder);
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
