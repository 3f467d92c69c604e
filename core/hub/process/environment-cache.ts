import { mkdir, mkdtemp, readdir, readFile, readlink, rename, rm, statfs, symlink, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { CommandRunner } from "../../command/index.ts";
import { NbdevError } from "../../errors/index.ts";
import type { StepReport, TaskContext } from "../../progress/index.ts";
import type { Lock } from "../lock.ts";

interface Outside {
  readonly commands: CommandRunner;
  readonly lock: Lock;
  /** The folder of all environments. */
  readonly folder: string;
  /** The path of hub-values/environment_fingerprint.py. */
  readonly fingerprintScript: string;
}

type State = "whole" | "absent" | "damaged";

/**
 * Python environments on the disk. Each is made in a folder of its own, and its name is a link that appears only when
 * the last file is written. So a killed install, whose pip may still be writing, and a full disk leave nothing that
 * looks like an environment. One that has changed since it was made is found, and made anew.
 */
export class EnvironmentCache {
  readonly #outside: Outside;

  constructor(outside: Outside) {
    this.#outside = outside;
  }

  /** The environment of that name, made where there is none; whoever else makes it at this moment is waited for. */
  async ensure(
    name: string,
    report: StepReport,
    task: TaskContext,
    make: (folder: string) => Promise<void>,
  ): Promise<string> {
    const path = join(this.#outside.folder, name);
    if ((await this.#stateOf(path, task)) === "whole") {
      report.detail("cached");
      return path;
    }
    return this.#outside.lock.hold(`environment-${name}`, task, async () => {
      const state = await this.#stateOf(path, task);
      if (state === "damaged") task.progress({ type: "note", message: `${path} was damaged; it is made anew.` });
      if (state !== "whole") await this.#make(path, task, make);
      return path;
    });
  }

  async #make(path: string, task: TaskContext, make: (folder: string) => Promise<void>): Promise<void> {
    const replaced = await readlink(path).catch(() => undefined);
    let own: string | undefined;
    try {
      await mkdir(this.#outside.folder, { recursive: true });
      await this.#removeUnfinished(path, replaced);
      own = await mkdtemp(`${path}.`);
      await make(own);
      await writeFile(join(own, "complete"), (await this.#fingerprint(own, task)) ?? "");
      await symlink(basename(own), `${own}.link`);
      if (replaced === undefined) await removeTree(path); // a folder of this name would not give way to a link
      await rename(`${own}.link`, path);
    } catch (error) {
      if (own !== undefined) await removeTree(own);
      task.signal.throwIfAborted();
      throw (await isDiskFull(error, this.#outside.folder))
        ? new NbdevError("CACHE_FULL", { folder: this.#outside.folder }, { cause: error })
        : error;
    }
    if (replaced !== undefined) await removeTree(join(this.#outside.folder, replaced));
  }

  /** What an nbdev that was killed in the middle left behind; the lock says that nobody works on it any more. */
  async #removeUnfinished(path: string, current: string | undefined): Promise<void> {
    const names = await readdir(this.#outside.folder);
    const unfinished = names.filter((name) => name.startsWith(`${basename(path)}.`) && name !== current);
    for (const name of unfinished) await removeTree(join(this.#outside.folder, name));
  }

  async #stateOf(path: string, task: TaskContext): Promise<State> {
    const expected = await readFile(join(path, "complete"), "utf8").catch(() => undefined);
    if (expected === undefined)
      return (await readlink(path).catch(() => undefined)) === undefined ? "absent" : "damaged";
    return expected !== "" && (await this.#fingerprint(path, task)) === expected ? "whole" : "damaged";
  }

  /** Computed by the environment's own Python, which has to run for it; undefined where it does not. */
  async #fingerprint(folder: string, task: TaskContext): Promise<string | undefined> {
    const args = ["-I", "-S", this.#outside.fingerprintScript, folder];
    const program = join(folder, "bin/python");
    const result = await this.#outside.commands.attempt({ program, args }, task).catch((error) => {
      task.signal.throwIfAborted();
      if (error instanceof NbdevError) return undefined; // it cannot be started at all
      throw error;
    });
    return result?.exitCode === 0 ? result.stdout.trim() : undefined;
  }
}

/** Also where an orphaned pip is still writing: what it adds after this is removed the next time. */
async function removeTree(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 5 }).catch(() => undefined);
}

const almostNothing = 16 * 2 ** 20;

/** By the error, or by the disk itself: ensurepip hides what its pip said. */
async function isDiskFull(error: unknown, folder: string): Promise<boolean> {
  if (/ENOSPC|EDQUOT/.test(String((error as NodeJS.ErrnoException).code))) return true;
  const output = error instanceof NbdevError ? error.output.join("\n") : "";
  if (/No space left on device|Disk quota exceeded|os error 28\b/i.test(output)) return true;
  const disk = await statfs(folder).catch(() => undefined);
  return disk !== undefined && disk.bavail * disk.bsize < almostNothing;
}
