import type { Memento } from "vscode";

const key = "nbdev.opening";
/** A window that reloads is back within this; after it, nobody waits for the notebook any more. */
const longestReloadMilliseconds = 120_000;

/** An opening that has begun and not ended. */
interface Opening {
  readonly directory: string;
  readonly notebook: string | undefined;
  readonly at: number;
}

/** Remembers that a course is being opened, so that a window that was reloaded meanwhile goes on with it. */
export class UnfinishedOpen {
  readonly #memory: Pick<Memento, "get" | "update">;
  readonly #ending: AbortSignal;
  readonly #now: () => number;

  /** `ending` aborts when the window closes or reloads. */
  constructor(memory: Pick<Memento, "get" | "update">, ending: AbortSignal, now: () => number = Date.now) {
    this.#memory = memory;
    this.#ending = ending;
    this.#now = now;
  }

  /** Runs the work; only a window that ends on the way leaves a trace. */
  async during<T>(opening: Omit<Opening, "at">, work: () => Promise<T>): Promise<T> {
    const mark = () => this.#memory.update(key, { ...opening, at: this.#now() });
    await mark();
    const stillHere = setInterval(mark, longestReloadMilliseconds / 4);
    try {
      return await work();
    } finally {
      clearInterval(stillHere);
      if (!this.#ending.aborted) await this.#memory.update(key, undefined);
    }
  }

  /** What a window that ended just now was opening; at most once. */
  async take(): Promise<Omit<Opening, "at"> | undefined> {
    const found = this.#memory.get<Opening>(key);
    if (found === undefined) return undefined;
    await this.#memory.update(key, undefined);
    return this.#now() - found.at < longestReloadMilliseconds ? found : undefined;
  }
}
