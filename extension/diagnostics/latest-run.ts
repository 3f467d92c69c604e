/**
 * Runs work once asking for it has paused for `delay` milliseconds. One run at a time, each with all that is known by
 * then: asking again aborts the one under way, whose end is awaited.
 */
export class LatestRun {
  readonly #work: (signal: AbortSignal) => Promise<void>;
  readonly #failed: (error: unknown) => void;
  readonly #delay: number;
  #waiting: NodeJS.Timeout | undefined;
  #running = new AbortController();
  #last: Promise<void> = Promise.resolve();

  /** `failed` hears of every error but those of aborted runs. */
  constructor(work: (signal: AbortSignal) => Promise<void>, failed: (error: unknown) => void, delay: number) {
    this.#work = work;
    this.#failed = failed;
    this.#delay = delay;
  }

  ask(): void {
    this.#running.abort();
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => this.#start(), this.#delay);
  }

  /** Resolves when nothing that was asked for is left to do; does not wait for the pause. */
  async settle(): Promise<void> {
    if (this.#waiting !== undefined) this.#start();
    const last = this.#last;
    await last;
    if (this.#waiting !== undefined || this.#last !== last) await this.settle();
  }

  stop(): void {
    this.#running.abort();
    clearTimeout(this.#waiting);
    this.#waiting = undefined;
  }

  #start(): void {
    clearTimeout(this.#waiting);
    this.#waiting = undefined;
    const running = new AbortController();
    this.#running = running;
    this.#last = this.#last
      .then(() => (running.signal.aborted ? undefined : this.#work(running.signal)))
      .catch((error: unknown) => (running.signal.aborted ? undefined : this.#failed(error)));
  }
}
