import type { CoursePackages, PackageMention } from "../../core/index.ts";
import { ageOf } from "../views/amounts.ts";

/** What the last built image has of a package, as a hover says it. */
export function packageNote(
  { name, version }: Pick<PackageMention, "name" | "version">,
  { builtAt }: Pick<CoursePackages, "builtAt">,
  now: Date,
): string {
  const image = `in the image built ${ageOf(builtAt, now)} ago`;
  if (version === undefined) return `${name} is not ${image}`;
  return version === "" ? `${name} is ${image}, which does not say its version` : `${name} ${version} ${image}`;
}
