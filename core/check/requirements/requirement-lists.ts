import type { CheckedCourse } from "../checked-course.ts";
import type { RequirementsFacts } from "./parse-requirements.ts";

/** All lists of pip requirements that count for the image: files, lists inside of environment files, command lines. */
export function requirementLists({
  requirements,
  environments,
  commandRequirements,
}: CheckedCourse): RequirementsFacts[] {
  return [...requirements, ...environments.map(({ pip }) => pip), ...commandRequirements];
}
