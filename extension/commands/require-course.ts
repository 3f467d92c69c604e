import * as vscode from "vscode";
import type { Target } from "../choose-course.ts";
import type { CourseFolder } from "../course-folders.ts";
import type { Shell } from "../shell.ts";

/** The course that is meant; where there is none, says what makes one. */
export async function requireCourse(
  { choice, courses }: Pick<Shell, "choice" | "courses">,
  target: Target | undefined,
): Promise<CourseFolder | undefined> {
  const chosen = await choice.choose(target);
  if (chosen !== undefined || (await courses.list()).length > 0) return chosen;
  const learn = "Your first course";
  const message =
    "There is no course in this workspace. A course is a folder with a Dockerfile and notebooks, or with an nbdev.yaml.";
  void vscode.window.showInformationMessage(message, learn).then((button) => {
    if (button !== learn) return undefined;
    return vscode.commands.executeCommand("workbench.action.openWalkthrough", "nbdev.nbdev#nbdev.firstCourse");
  });
  return undefined;
}
