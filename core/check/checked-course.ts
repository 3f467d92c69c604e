import { isNotebookPath } from "./checked-paths.ts";
import { CourseTree } from "./course/course-tree.ts";
import { type ImageLayout, imageLayout } from "./dockerfile/image-layout.ts";
import { type Install, installsOf } from "./dockerfile/installs.ts";
import { type DockerfileFacts, parseDockerfile } from "./dockerfile/parse-dockerfile.ts";
import type { FactsMemo } from "./facts-memo.ts";
import { type NotebookFacts, parseNotebook } from "./notebook/parse-notebook.ts";
import { type ProvidedDistributions, providedDistributions } from "./python/provided-distributions.ts";
import { collectRequirements } from "./requirements/collect-requirements.ts";
import { commandLineRequirements } from "./requirements/command-line.ts";
import { type EnvironmentFacts, parseEnvironment } from "./requirements/parse-environment.ts";
import { parseRequirements, type RequirementsFacts } from "./requirements/parse-requirements.ts";
import type { CourseSnapshot, SnapshotFile } from "./snapshot.ts";
import { TextLines } from "./text-lines.ts";

/**
 * A course with everything that was read from its files: what rules look at. With the memo of the last time, what did not
 * change is the same object as then.
 */
export interface CheckedCourse {
  readonly snapshot: CourseSnapshot;
  readonly tree: CourseTree;
  readonly dockerfile: DockerfileFacts | undefined;
  /** Where the course's files lie in the image; undefined without a Dockerfile. */
  readonly layout: ImageLayout | undefined;
  /** Of the stages that become the image, in order. */
  readonly installs: readonly Install[];
  /** Requirements files that the Dockerfile installs, what they include, and those named as such beside it. */
  readonly requirements: readonly RequirementsFacts[];
  readonly environments: readonly EnvironmentFacts[];
  /** Of each `pip install` that is given requirements by name. */
  readonly commandRequirements: readonly RequirementsFacts[];
  /** What all of them bring into the image. */
  readonly provided: ProvidedDistributions;
  readonly notebooks: readonly NotebookFacts[];
  /** Other small texts by path: configuration files, `.dockerignore`, `launch_urls`. */
  text(path: string): TextLines | undefined;
}

const largestNotebook = 100_000_000;

/** Reads what is needed of every file of the snapshot, or takes it from the memo. */
export function readCourse(snapshot: CourseSnapshot, memo: FactsMemo): CheckedCourse {
  const file = (path: string) => snapshot.files.get(path);
  const text = (path: string) =>
    memoized(file(path), (found) => memo.read("text", found, (read) => new TextLines(read)));
  const dockerignore = text(".dockerignore")?.text;
  const paths = [...snapshot.files.keys()];
  const tree = memo.derive("tree", [...paths, dockerignore], () => new CourseTree(paths, dockerignore));
  const dockerfile = memoized(file("Dockerfile"), (found) =>
    memo.read("dockerfile", found, (read) => parseDockerfile("Dockerfile", read)),
  );
  const layout = memo.derive("layout", [dockerfile, tree], () => dockerfile && imageLayout(dockerfile, tree));
  const installs = memo.derive("installs", [dockerfile], () =>
    (dockerfile?.imageInstructions ?? []).flatMap(installsOf),
  );
  const requirementsOf = (path: string) =>
    memoized(file(path), (found) => memo.read("requirements", found, (read) => parseRequirements(path, read)));
  const environmentOf = (path: string) =>
    memoized(file(path), (found) => memo.read("environment", found, (read) => parseEnvironment(path, read)));
  const collected = collectRequirements(tree, installs, layout, requirementsOf, environmentOf);
  const ofCommands = dockerfile === undefined ? [] : commandLineRequirements(dockerfile, installs);
  const requirements = memo.sameList("requirements", collected.requirements);
  const environments = memo.sameList("environments", collected.environments);
  const notebooks = notebookFiles(snapshot).flatMap((file) => readNotebook(file, memo) ?? []);
  let provided: ProvidedDistributions | undefined;
  return {
    snapshot,
    tree,
    dockerfile,
    layout,
    installs,
    requirements,
    environments,
    commandRequirements: memo.sameList("command requirements", ofCommands),
    get provided() {
      provided ??= providedDistributions({ dockerfile, installs, requirements, environments }, memo);
      return provided;
    },
    notebooks: memo.sameList("notebooks", notebooks),
    text,
  };
}

/** The course's notebooks, in the snapshot's order. */
export function notebookFiles({ files }: CourseSnapshot): SnapshotFile[] {
  return [...files.values()].filter(({ path }) => isNotebookPath(path));
}

/** Undefined where the snapshot has no text of it, or it is too large. */
export function readNotebook(file: SnapshotFile, memo: FactsMemo): NotebookFacts | undefined {
  if (file.size > largestNotebook) return undefined;
  return memo.read("notebook", file, (text) => parseNotebook(file.path, text, file.size));
}

function memoized<T>(file: SnapshotFile | undefined, read: (file: SnapshotFile) => T | undefined): T | undefined {
  return file === undefined ? undefined : read(file);
}
