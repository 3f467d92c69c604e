export { completeCourseName } from "./course-name-completions.ts";
export { importAt, type PackageMention, requirementAt } from "./package-mention.ts";
export { completeRequirement, type RequirementCompletion } from "./requirement-completions.ts";
