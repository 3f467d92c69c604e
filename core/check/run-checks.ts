import { setImmediate } from "node:timers/promises";
import { type CheckedCourse, notebookFiles, readCourse, readNotebook } from "./checked-course.ts";
import { type Diagnostic, inReadingOrder, type Severity } from "./diagnostic.ts";
import { FactsMemo } from "./facts-memo.ts";
import { ignoreComments } from "./ignore-comments.ts";
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
    const chosen = settings.severity[rule.code] ?? settings.severity[rule.name];
    if (chosen === "off") continue;
    const name = chosen === undefined ? rule.code : `${rule.code} as ${chosen}`;
    for (const diagnostic of memo.follow(name, course, (read) => findings(rule, read, chosen))) found.push(diagnostic);
  }
  return found.sort(inReadingOrder);
}

function findings(rule: Rule, course: CheckedCourse, chosen: Severity | undefined): Diagnostic[] {
  const isIgnored = ignoreComments(course);
  const all: Diagnostic[] = [];
  for (const { severity, message, hint, path, range, cell, fix } of rule.check(course)) {
    // Not by a spread, which takes as long as the rest of a check where a course has a thousand findings.
    const diagnostic = {
      code: rule.code,
      severity: lowered(severity, chosen) ?? rule.severity,
      message,
      hint,
      path,
      range,
    };
    const whole = cell === undefined && fix === undefined ? diagnostic : withParts(diagnostic, cell, fix);
    if (!isIgnored(whole)) all.push(whole);
  }
  return all;
}

/** What an author sets never raises a finding that the rule itself is unsure of. */
function lowered(own: Severity | undefined, chosen: Severity | undefined): Severity | undefined {
  return own === "information" ? own : (chosen ?? own);
}

function withParts(diagnostic: Diagnostic, cell: Diagnostic["cell"], fix: Diagnostic["fix"]): Diagnostic {
  return {
    ...diagnostic,
    ...(cell === undefined ? {} : { cell }),
    ...(fix === undefined ? {} : { fix }),
  };
}
