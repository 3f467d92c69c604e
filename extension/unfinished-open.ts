import type { FileSystem, Uri } from "vscode";

/** A window that reloads is back within this; after it, nobody waits for the notebook any more. */
const longestReloadMilliseconds = 120_000;

/** An opening that has begun and not ended. */
interface Opening {
  readonly directory: string;
  readonly notebook: string | undefined;
  readonly at: number;
}

/**
 * Remembers that a course is being opened, so that a window that was reloaded meanwhile goes on with it. In a file, which
 * is there once it is written: VS Code saves `workspaceState` some time later, and a window may be reloaded before.
 */
export class UnfinishedOpen {
  readonly #files: Pick<FileSystem, "readFile" | "writeFile" | "delete">;
  readonly #file: Uri | undefined;
  readonly #ending: AbortSignal;
  readonly #now: () => number;

  /** `file` is this workspace's own (none: nothing is remembered); `ending` aborts when the window closes or reloads. */
  constructor(
    files: Pick<FileSystem, "readFile" | "writeFile" | "delete">,
    file: Uri | undefined,
    ending: AbortSignal,
    now: () => number = Date.now,
  ) {
    this.#files = files;
    this.#file = file;
    this.#ending = ending;
    this.#now = now;
  }

  /** Runs the work; only a window that ends on the way leaves a trace. */
  async during<T>(opening: Omit<Opening, "at">, work: () => Promise<T>): Promise<T> {
    const mark = () => this.#write({ ...opening, at: this.#now() });
    await mark();
    const stillHere = setInterval(mark, longestReloadMilliseconds / 4);
    try {
      return await work();
    } finally {
      clearInterval(stillHere);
      if (!this.#ending.aborted) await this.#remove();
    }
  }

  /** What a window that ended just now was opening; at most once. */
  async take(): Promise<Omit<Opening, "at"> | undefined> {
    const found = await this.#read();
    if (found === undefined) return undefined;
    await this.#remove();
    return this.#now() - found.at < longestReloadMilliseconds ? found : undefined;
  }

  async #read(): Promise<Opening | undefined> {
    if (this.#file === undefined) return undefined;
    try {
      const found: unknown = JSON.parse(new TextDecoder().decode(await this.#files.readFile(this.#file)));
      return isOpening(found) ? found : undefined;
    } catch {
      return undefined;
    }
  }

  async #write(opening: Opening): Promise<void> {
    const text = new TextEncoder().encode(JSON.stringify(opening));
    await this.#unlessItFails((file) => this.#files.writeFile(file, text));
  }

  async #remove(): Promise<void> {
    await this.#unlessItFails((file) => this.#files.delete(file));
  }

  /** A disk that takes no file costs the memory, not the opening. */
  async #unlessItFails(change: (file: Uri) => Thenable<void>): Promise<void> {
    if (this.#file !== undefined) await change(this.#file).then(undefined, () => undefined);
  }
}

function isOpening(found: unknown): found is Opening {
  if (typeof found !== "object" || found === null) return false;
  const { directory, notebook, at } = found as Partial<Record<keyof Opening, unknown>>;
  return (
    typeof directory === "string" && typeof at === "number" && (notebook === undefined || typeof notebook === "string")
  );
}
