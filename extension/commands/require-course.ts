import * as vscode from "vscode";
import type { Target } from "../choose-course.ts";
import type { CourseFolder } from "../course-folders.ts";
import type { Shell } from "../shell.ts";

/** The course that is meant; where there is none, offers the one around the workspace, else says what makes one. */
export async function requireCourse(
  { choice, courses, opener }: Pick<Shell, "choice" | "courses" | "opener">,
  target: Target | undefined,
): Promise<CourseFolder | undefined> {
  const chosen = await choice.choose(target);
  if (chosen !== undefined || (await courses.list()).length > 0) return chosen;
  const above = opener.isTrusted() ? await courses.above() : undefined;
  if (above !== undefined) return agreedTo(above, courses);
  const learn = "Your first course";
  const message =
    "There is no course in this workspace. A course is a folder with a Dockerfile and notebooks, or with an nbdev.yaml.";
  void vscode.window.showInformationMessage(message, learn).then((button) => {
    if (button !== learn) return undefined;
    return vscode.commands.executeCommand("workbench.action.openWalkthrough", "nbdev.nbdev#nbdev.firstCourse");
  });
  return undefined;
}

/** Asked, since trust in a folder says nothing about the one above it, whose Dockerfile would be built. */
async function agreedTo(above: CourseFolder, courses: Shell["courses"]): Promise<CourseFolder | undefined> {
  const use = "Use this course";
  const message = `There is no course in this folder, but it lies inside of one: ${above.directory}.`;
  if ((await vscode.window.showInformationMessage(message, use)) !== use) return undefined;
  await courses.adopt(above);
  return above;
}
