import type { CheckedCourse } from "./checked-course.ts";
import type { Diagnostic, Severity } from "./diagnostic.ts";

/** What a rule reports: a diagnostic whose code is the rule's, and whose severity is, unless it says otherwise. */
export type Finding = Omit<Diagnostic, "code" | "severity"> & { readonly severity?: Severity };

/**
 * One thing that can be seen in the files of a course before anything is built. Pure and synchronous; everything else is
 * documentation, from which `docs/rules.md` is generated.
 */
export interface Rule {
  /** `NB` and three digits: 1xx Dockerfile, 2xx requirements, 3xx notebooks, 4xx course. Never used twice. */
  readonly code: string;
  /** Kebab-case, for people. */
  readonly name: string;
  /** The usual one; an author's nbdev.yaml may set another. */
  readonly severity: Severity;
  /** What it finds, as one sentence. */
  readonly what: string;
  /** What happens to learners otherwise. */
  readonly why: string;
  readonly example: RuleExample;
  /** How to put it right. */
  readonly remedy: string;
  check(course: CheckedCourse): Iterable<Finding>;
}

export interface RuleExample {
  /** For the highlighter: `dockerfile`, `text`, `python`, … */
  readonly language: string;
  readonly bad: string;
  readonly good: string;
}
