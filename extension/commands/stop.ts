import * as vscode from "vscode";
import { runTask } from "../run-task.ts";
import type { Shell } from "../shell.ts";
import { targetOf } from "../target.ts";
import { requireCourse } from "./require-course.ts";

/** "Stop": frees CPU and memory and keeps the data. */
export function stopHub(shell: Shell): (argument?: unknown) => Promise<void> {
  return async (argument) => {
    const course = await requireCourse(shell, targetOf(argument));
    if (course === undefined) return;
    await runTask(shell, `Stop the hub of ${course.label}`, (nbdev, task) => nbdev.stop(shell.request(course), task));
  };
}

/** "Tear down": one course's servers and image, or with the last course everything; asked first, since it cannot be undone. */
export function tearDown(shell: Shell): (argument?: unknown) => Promise<void> {
  return async (argument) => {
    const course = await requireCourse(shell, targetOf(argument));
    if (course === undefined) return;
    const [one, all] = ["Tear down this course", "Tear down everything"];
    const detail = "Learners' servers and their files are deleted, and so are the images that were built here.";
    const question = `Tear down the hub of ${course.label}?`;
    const answer = await vscode.window.showWarningMessage(question, { modal: true, detail }, one, all);
    if (answer === undefined) return;
    await runTask(shell, `Tear down the hub of ${course.label}`, (nbdev, task) =>
      nbdev.down({ ...shell.request(course), all: answer === all }, task),
    );
  };
}
