import * as vscode from "vscode";
import type { Nbdev, TaskContext } from "../core/index.ts";
import { presentError } from "./present-error.ts";
import { ProgressRenderer } from "./progress.ts";
import type { Shell } from "./shell.ts";

/**
 * Runs one piece of work with its steps in a notification, which can cancel it, and in the log. Whatever fails is shown,
 * nothing is thrown; undefined where it failed, was cancelled, or this workspace may not start programs.
 */
export async function runTask<T>(
  { opener, log, states, ending }: Pick<Shell, "opener" | "log" | "states" | "ending">,
  title: string,
  work: (nbdev: Nbdev, task: TaskContext) => Promise<T>,
): Promise<T | undefined> {
  try {
    const nbdev = await opener.open(title);
    const { Interruption } = await opener.core();
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    return await vscode.window.withProgress(options, async (progress, token) => {
      const abort = new AbortController();
      const cancelling = token.onCancellationRequested(() => abort.abort(new Interruption("cancel")));
      const renderer = new ProgressRenderer({ report: (step) => progress.report(step), log });
      try {
        log.info(title);
        const signal = AbortSignal.any([abort.signal, ending]);
        return await work(nbdev, { signal, progress: (event) => renderer.event(event) });
      } catch (error) {
        if (!abort.signal.aborted && !ending.aborted) throw error;
        log.info(`${title}: cancelled`);
        return undefined;
      } finally {
        cancelling.dispose();
      }
    });
  } catch (error) {
    await presentError(error, { opener, log });
    return undefined;
  } finally {
    void states.refresh();
  }
}
