import * as vscode from "vscode";
import type { UpRequest, UpResult } from "../../core/index.ts";
import { isWithin, notebookIn } from "../choose-course.ts";
import type { CourseFolder } from "../course-folders.ts";
import { inBrowser } from "../links.ts";
import { runTask } from "../run-task.ts";
import type { Shell } from "../shell.ts";
import { targetOf } from "../target.ts";
import { requireCourse } from "./require-course.ts";

/** "Open course in local hub": on a notebook, that one; else the course's own, or the one that a person picks. */
export function openCourse(shell: Shell): (argument?: unknown) => Promise<void> {
  return async (argument) => {
    const target = targetOf(argument);
    const course = await requireCourse(shell, target);
    if (course !== undefined) await openInHub(shell, course, notebookIn(course, target?.path));
  };
}

/** What a person sees is what is built: the course's unsaved files are saved first. */
export async function openInHub(
  shell: Shell,
  course: CourseFolder,
  notebook: string | undefined,
  opening: Pick<UpRequest, "openLink" | "forwardedOrigin"> = inBrowser,
): Promise<UpResult | undefined> {
  const title = `Open ${course.label} in local hub`;
  const result = await runTask(shell, title, async (nbdev, task) => {
    await saveCourse(course);
    const request = { ...shell.request(course), notebook, chooseNotebook, ...opening };
    return shell.unfinished.during({ directory: course.directory, notebook }, () => nbdev.up(request, task));
  });
  if (result === undefined) return undefined;
  void shell.packages.look(course);
  for (const { subject, here, reason } of result.deviations) shell.log.debug(`${subject}: ${here} (${reason})`);
  shell.log.info(`In production: ${result.productionUrl}`);
  if (result.warnings.length > 0) void vscode.window.showWarningMessage(result.warnings.join(" "));
  return result;
}

async function saveCourse({ directory }: CourseFolder): Promise<void> {
  const documents = [...vscode.workspace.textDocuments, ...vscode.workspace.notebookDocuments];
  const unsaved = documents.filter(({ uri, isDirty }) => isDirty && uri.scheme === "file");
  await Promise.all(unsaved.filter(({ uri }) => isWithin(uri.fsPath, directory)).map((document) => document.save()));
}

async function chooseNotebook(notebooks: readonly string[]): Promise<string | undefined> {
  return vscode.window.showQuickPick([...notebooks], {
    placeHolder: "Which notebook shall be opened? (Esc: the tree)",
  });
}
