import type { ProgressEvent } from "../../core/index.ts";
import type { Output } from "../shell.ts";
import type { Reporter } from "./reporter.ts";

/** One JSON object a line, each a `ProgressEvent`: for scripts and the editor. */
export class JsonReporter implements Reporter {
  readonly #output: Output;

  constructor(output: Output) {
    this.#output = output;
  }

  event(event: ProgressEvent): void {
    this.#output.write(`${JSON.stringify(event)}\n`);
  }

  async end(): Promise<void> {
    // Nothing is held back.
  }
}
