import type { ProgressEvent } from "../../core/index.ts";
import type { Output } from "../shell.ts";
import type { Reporter } from "./reporter.ts";

/** Says nothing but warnings. */
export class SilentReporter implements Reporter {
  readonly #output: Output;

  constructor(output: Output) {
    this.#output = output;
  }

  event(event: ProgressEvent): void {
    if (event.type === "warning") this.#output.write(`warning: ${event.message}\n`);
  }

  async end(): Promise<void> {
    // Nothing is held back.
  }
}
