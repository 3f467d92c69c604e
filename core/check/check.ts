import { posix } from "node:path";
import type { CommandRunner } from "../command/index.ts";
import { NbdevError } from "../errors/index.ts";
import { productionCourses } from "../production/courses.ts";
import type { TaskContext } from "../progress/index.ts";
import { applyFixes } from "./apply-fixes.ts";
import { type Baseline, baselineOf, notInBaseline, parseBaseline } from "./baseline.ts";
import { type Diagnostic, inReadingOrder } from "./diagnostic.ts";
import { buildkitFindings, buildkitStep } from "./engine/buildkit-check.ts";
import { withoutRepeats } from "./engine/without-repeats.ts";
import { FactsMemo } from "./facts-memo.ts";
import { parseNotebook } from "./notebook/parse-notebook.ts";
import type { Rule } from "./rule.ts";
import { rules as allRules } from "./rules.ts";
import { runChecks } from "./run-checks.ts";
import { defaultCheckSettings, readCheckSettings } from "./settings.ts";
import type { CourseSnapshot, ImageContents, SnapshotFile } from "./snapshot.ts";

export interface CheckRequest {
  /** Absolute; a course, or a directory of several. */
  readonly directory: string;
  /** Only findings in these files and directories, absolute; undefined: all. */
  readonly paths?: readonly string[] | undefined;
  /** The course's name; undefined: as its nbdev.yaml says, else unknown. */
  readonly course?: string | undefined;
  /** Codes or names of rules; undefined: all. */
  readonly rules?: readonly string[] | undefined;
  /** Writes the certain fixes, then checks again. */
  readonly fix?: boolean | undefined;
  /** A file of accepted findings, absolute. */
  readonly baseline?: string | undefined;
  /** Writes all findings as accepted, absolute. */
  readonly writeBaseline?: string | undefined;
  /** What the course's built image holds. */
  readonly image?: ImageContents | undefined;
  /** The image to look into for that, when `image` is not given: a reference, or `true` for the course's own. */
  readonly builtImage?: string | true | undefined;
  /** Has BuildKit check the Dockerfile as well. */
  readonly engine?: boolean | undefined;
}

/** What checks reach for outside of themselves. */
export interface CheckOutside {
  readonly files: CourseFiles;
  /** Asked only for `engine`. */
  readonly commands: CommandRunner;
}

export interface CheckResult {
  /** Paths relative to the request's directory. */
  readonly diagnostics: readonly Diagnostic[];
  readonly fixed: readonly Diagnostic[];
  readonly courses: number;
  /** The line that a diagnostic points at; undefined where the finding is about a whole file. */
  sourceLine(diagnostic: Diagnostic): string | undefined;
}

/** The disk, as far as checks need it; all paths are absolute. */
export interface CourseFiles {
  /** The directories below, or this one, that hold a Dockerfile; this one where none does. */
  findCourses(directory: string): Promise<string[]>;
  /** The course that a file belongs to, within `root`; undefined where it belongs to none. */
  courseOf(file: string, root: string): Promise<string | undefined>;
  /** All files of a course; with `path`, only that file, or those below that directory: none where there is none. */
  read(directory: string, path?: string): Promise<ReadonlyMap<string, SnapshotFile>>;
  /** Undefined where there is no such file. */
  readText(file: string): Promise<string | undefined>;
  writeText(file: string, text: string): Promise<void>;
}

const mostFixRounds = 5;

/** Checks the courses of a directory; throws an NbdevError only for what keeps it from running. */
export async function check(
  request: CheckRequest,
  { files, commands }: CheckOutside,
  task: TaskContext,
): Promise<CheckResult> {
  const rules = request.rules === undefined ? allRules : request.rules.map(findRule);
  const baseline = request.baseline === undefined ? undefined : await readBaseline(request.baseline, files);
  const memo = new FactsMemo();
  const found: Diagnostic[] = [];
  const fixed: Diagnostic[] = [];
  const snapshots = new Map<string, CourseSnapshot>();
  const directories = await files.findCourses(request.directory);
  if (request.engine === true && request.image === undefined) task.progress({ type: "plan", steps: [buildkitStep] });
  for (const directory of directories) {
    task.signal.throwIfAborted();
    const prefix = posix.relative(request.directory, directory);
    const result = await checkCourse(directory, request, rules, files, memo);
    const buildkit = request.engine === true ? await buildkitFindings(directory, result.snapshot, commands, task) : [];
    const diagnostics = [...result.diagnostics, ...withoutRepeats(result.diagnostics, buildkit)];
    found.push(...diagnostics.map((diagnostic) => below(prefix, diagnostic)));
    fixed.push(...result.fixed.map((diagnostic) => below(prefix, diagnostic)));
    snapshots.set(prefix, result.snapshot);
  }
  const diagnostics = found.filter((diagnostic) => isAsked(diagnostic, request)).sort(inReadingOrder);
  if (request.writeBaseline !== undefined) {
    await files.writeText(request.writeBaseline, `${JSON.stringify(baselineOf(diagnostics), null, 2)}\n`);
  }
  return {
    diagnostics: baseline === undefined ? diagnostics : notInBaseline(diagnostics, baseline),
    fixed,
    courses: directories.length,
    sourceLine: (diagnostic) => sourceLine(diagnostic, snapshots),
  };
}

/** The rule of a code or name, or RULE_UNKNOWN. */
export function findRule(codeOrName: string): Rule {
  const rule = allRules.find(({ code, name }) => code === codeOrName.toUpperCase() || name === codeOrName);
  if (rule === undefined) throw new NbdevError("RULE_UNKNOWN", { rule: codeOrName });
  return rule;
}

async function checkCourse(
  directory: string,
  request: CheckRequest,
  rules: readonly Rule[],
  files: CourseFiles,
  memo: FactsMemo,
): Promise<{ diagnostics: Diagnostic[]; fixed: Diagnostic[]; snapshot: CourseSnapshot }> {
  const fixed: Diagnostic[] = [];
  for (let round = 0; ; round++) {
    const { snapshot, settings } = await readSnapshot(directory, request, files);
    const diagnostics = runChecks(snapshot, { rules, settings, memo });
    const textOf = (path: string) => snapshot.files.get(path)?.text();
    const { texts, applied } = applyFixes(request.fix === true ? diagnostics : [], textOf);
    if (texts.size === 0 || round >= mostFixRounds) return { diagnostics, fixed, snapshot };
    for (const [path, text] of texts) await files.writeText(posix.join(directory, path), text);
    fixed.push(...applied);
  }
}

async function readSnapshot(directory: string, request: CheckRequest, files: CourseFiles) {
  const read = await files.read(directory);
  const text = read.get("nbdev.yaml")?.text();
  const file = text === undefined ? undefined : readCheckSettings(posix.join(directory, "nbdev.yaml"), text);
  const settings = file?.settings ?? defaultCheckSettings;
  for (const named of Object.keys(settings.severity)) findRule(named);
  const snapshot: CourseSnapshot = {
    name: request.course ?? file?.name,
    files: read,
    production: productionCourses,
    image: request.image,
  };
  return { snapshot, settings };
}

async function readBaseline(file: string, files: CourseFiles): Promise<Baseline> {
  const text = await files.readText(file);
  if (text === undefined) throw new NbdevError("BASELINE_INVALID", { file, reason: "there is no such file" });
  return parseBaseline(file, text);
}

function below(prefix: string, diagnostic: Diagnostic): Diagnostic {
  return prefix === "" ? diagnostic : { ...diagnostic, path: posix.join(prefix, diagnostic.path) };
}

function isAsked({ path }: Diagnostic, { directory, paths }: CheckRequest): boolean {
  const absolute = posix.join(directory, path);
  return (
    paths === undefined ||
    paths.some((asked) => absolute === asked || absolute.startsWith(`${asked.replace(/\/$/, "")}/`))
  );
}

function sourceLine(
  { path, range, cell }: Diagnostic,
  snapshots: ReadonlyMap<string, CourseSnapshot>,
): string | undefined {
  for (const [prefix, snapshot] of snapshots) {
    const own = prefix === "" ? path : path.startsWith(`${prefix}/`) ? path.slice(prefix.length + 1) : undefined;
    const file = own === undefined ? undefined : snapshot.files.get(own);
    const text = file?.text();
    if (file === undefined || text === undefined) continue;
    const source = cell === undefined ? text : parseNotebook(path, text, file.size).cells[cell.index]?.lines.text;
    return source?.split(/\r\n|\n|\r/)[range.start.line];
  }
  return undefined;
}
