import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { installedExtension } from "./package-extension.ts";

/** Counts the programs that the extension starts, from its first line on. */
export class SpawnLog {
  readonly #file = join(mkdtempSync(join(tmpdir(), "nbdev-spawns-")), "log");

  /** For the environment of a CodeServer. */
  readonly env = {
    NODE_OPTIONS: `--require ${resolve(import.meta.dirname, "record-spawns.cjs")}`,
    NBDEV_SPAWN_LOG: this.#file,
    NBDEV_SPAWNS_BY: `${installedExtension}/`,
  };

  /** Their command lines so far. */
  read(): string[] {
    if (!existsSync(this.#file)) return [];
    const lines = readFileSync(this.#file, "utf8").trim().split("\n");
    return lines.map((line) => {
      const { file, args }: { file: string; args?: unknown } = JSON.parse(line);
      return Array.isArray(args) ? args.join(" ") : file;
    });
  }
}
