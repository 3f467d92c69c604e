import type { TaskContext } from "../core/index.ts";
import type { Shell } from "./shell.ts";

/** Opens links in the browser; where there is none, says which link to open, and does not fail. */
export function browserOpener(shell: Shell, task: TaskContext): (url: string) => Promise<void> {
  return async (url) => {
    if (await shell.openBrowser(url)) return;
    task.progress({ type: "note", message: `No browser could be started here. Open this link: ${url}` });
  };
}
