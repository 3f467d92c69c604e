import type { SnapshotFile } from "./snapshot.ts";

/**
 * Keeps what was read from each file until its version changes, so that checking a course again costs only the files
 * that were edited.
 */
export class FactsMemo {
  readonly #entries = new Map<string, { version: string; facts: unknown }>();

  /** `reader` names the kind of facts; the same name must always mean the same `read`. */
  read<Facts>(reader: string, file: SnapshotFile, read: (text: string) => Facts): Facts | undefined {
    const key = `${reader}:${file.path}`;
    const known = this.#entries.get(key);
    if (known?.version === file.version) return known.facts as Facts | undefined;
    const text = file.text();
    const facts = text === undefined ? undefined : read(text);
    this.#entries.set(key, { version: file.version, facts });
    return facts;
  }

  /** Drops what is kept of files that there are no more. */
  forgetAllBut(paths: ReadonlyMap<string, unknown>): void {
    for (const key of this.#entries.keys()) {
      if (!paths.has(key.slice(key.indexOf(":") + 1))) this.#entries.delete(key);
    }
  }
}
