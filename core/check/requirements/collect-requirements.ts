import { type CourseTree, insideCourse, parentOf } from "../course/course-tree.ts";
import type { ImageLayout } from "../dockerfile/image-layout.ts";
import { fileOfInstall } from "../dockerfile/installed-file.ts";
import type { Install } from "../dockerfile/installs.ts";
import type { EnvironmentFacts } from "./parse-environment.ts";
import type { RequirementsFacts } from "./parse-requirements.ts";

/**
 * The requirements that count for the image: what the Dockerfile installs, and what those files include. Without a
 * Dockerfile, or one that installs no file, those that are named so at the top of the course.
 */
export function collectRequirements(
  tree: CourseTree,
  installs: readonly Install[],
  layout: ImageLayout | undefined,
  requirementsOf: (path: string) => RequirementsFacts | undefined,
  environmentOf: (path: string) => EnvironmentFacts | undefined,
): { requirements: RequirementsFacts[]; environments: EnvironmentFacts[] } {
  const installed = installs.flatMap((install) =>
    [...install.requirementFiles, ...install.constraintFiles].flatMap(
      (word) => fileOfInstall(word.value, install.instruction, layout, tree) ?? [],
    ),
  );
  const named = [...tree.files].filter((path) => /^(requirements[\w.-]*\.txt|environment\.ya?ml)$/i.test(path));
  const paths = new Set(installed.length > 0 ? installed : named);
  const environments = [...paths].filter(isYaml).flatMap((path) => environmentOf(path) ?? []);
  const requirements = new Map<string, RequirementsFacts>();
  const pending = [...paths].filter((path) => !isYaml(path));
  for (let path = pending.shift(); path !== undefined; path = pending.shift()) {
    const facts = requirements.has(path) ? undefined : requirementsOf(path);
    if (facts === undefined) continue;
    requirements.set(path, facts);
    for (const include of facts.includes) {
      const included = insideCourse(include.path, parentOf(path));
      if (included !== undefined) pending.push(included);
    }
  }
  return { requirements: [...requirements.values()], environments };
}

function isYaml(path: string): boolean {
  return /\.ya?ml$/i.test(path);
}
