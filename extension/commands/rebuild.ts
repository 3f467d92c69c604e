import { runTask } from "../run-task.ts";
import type { Shell } from "../shell.ts";
import { targetOf } from "../target.ts";
import { requireCourse } from "./require-course.ts";

/** "Rebuild": the image alone; the next opening starts a server of it. */
export function rebuild(shell: Shell): (argument?: unknown) => Promise<void> {
  return async (argument) => {
    const course = await requireCourse(shell, targetOf(argument));
    if (course === undefined) return;
    const result = await runTask(shell, `Rebuild ${course.label}`, (nbdev, task) =>
      nbdev.build(shell.request(course), task),
    );
    if (result === undefined) return;
    shell.log.info(`${result.image.reference} ${result.image.changed ? "built" : "unchanged"}`);
    void shell.packages.look(course);
  };
}
