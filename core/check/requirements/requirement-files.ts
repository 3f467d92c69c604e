import type { CheckedCourse } from "../checked-course.ts";
import type { RequirementsFacts } from "./parse-requirements.ts";

/** All lists of pip requirements that count for the image, those inside of environment files included. */
export function requirementFiles({ requirements, environments }: CheckedCourse): RequirementsFacts[] {
  return [...requirements, ...environments.map(({ pip }) => pip)];
}
