import { setTimeout as delay } from "node:timers/promises";
import { Command } from "commander";
import { statusText } from "../output/status-text.ts";
import type { Shell } from "../shell.ts";
import { type CourseFlags, courseRequest, withRuntimeFlag } from "./flags.ts";

const watchMilliseconds = 2_000;

export function statusCommand(shell: Shell): Command {
  const command = new Command("status")
    .description("the hub, and each learner's server: image, age, memory, restarts, why it ended")
    .argument("[course-dir]")
    .option("-w, --watch", "again every two seconds");
  return withRuntimeFlag(command).action(
    async (directory: string | undefined, flags: CourseFlags & { watch?: boolean }) => {
      const nbdev = await shell.nbdev();
      for (;;) {
        const status = await nbdev.status(courseRequest(shell, directory, flags), shell.task);
        shell.print({ text: statusText(status, new Date()), json: status });
        if (!flags.watch) return;
        await delay(watchMilliseconds, undefined, { signal: shell.task.signal });
      }
    },
  );
}
