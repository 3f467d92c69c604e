import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import lockfile from "proper-lockfile";
import { NbdevError } from "../errors/index.ts";
import type { Lock } from "../hub/lock.ts";
import type { TaskContext } from "../progress/index.ts";

/** A lock directory that its owner keeps fresh; ten seconds after the owner was killed it counts as free. */
export class FileLock implements Lock {
  readonly #folder: string;
  readonly #patienceMilliseconds: number;

  constructor(runtimeDirectory: string, patienceMilliseconds = 600_000) {
    this.#folder = join(runtimeDirectory, "locks");
    this.#patienceMilliseconds = patienceMilliseconds;
  }

  async hold<T>(name: string, task: TaskContext, run: () => Promise<T>): Promise<T> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const file = join(this.#folder, name);
    await writeFile(file, "", { flag: "a" });
    let isLost = false;
    const release = await this.#acquire(file, name, task, () => {
      isLost = true;
      task.progress({
        type: "warning",
        message: `The lock of ${describe(name)} was lost; another nbdev may change it too.`,
      });
    });
    try {
      await writeFile(file, `process ${process.pid}`);
      return await run();
    } finally {
      if (!isLost) await release();
    }
  }

  async #acquire(
    file: string,
    name: string,
    task: TaskContext,
    onCompromised: () => void,
  ): Promise<() => Promise<void>> {
    const what = describe(name);
    const deadline = Date.now() + this.#patienceMilliseconds;
    for (let said = false; ; await delay(250, undefined, { signal: task.signal })) {
      try {
        return await lockfile.lock(file, { stale: 10_000, update: 2_000, realpath: false, onCompromised });
      } catch (error) {
        if ((error as { code?: string }).code !== "ELOCKED") throw error;
        const owner = await readFile(file, "utf8");
        if (Date.now() > deadline) throw new NbdevError("BUSY", { what, owner });
        if (!said)
          task.progress({ type: "note", message: `Another nbdev (${owner}) is at work on ${what}; waiting for it.` });
        said = true;
      }
    }
  }
}

/** Locks are of hubs, and of the Python environments that hubs share. */
function describe(name: string): string {
  return name.startsWith("environment-") ? `the Python environment ${name.slice(12)}` : `the ${name} hub`;
}
