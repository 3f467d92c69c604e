import type { ProgressEvent } from "../../core/index.ts";
import type { Output } from "../shell.ts";
import { printable } from "./printable.ts";
import type { Reporter } from "./reporter.ts";

interface PlainOptions {
  /** Also shows the command lines that are run. */
  readonly commands?: boolean;
  /** Where command lines go instead, bare, as something to paste. */
  readonly commandLines?: Output;
}

/** One line an event, in the order of events: for log files and terminals that cannot move the cursor. */
export class PlainReporter implements Reporter {
  readonly #output: Output;
  readonly #options: PlainOptions;
  readonly #titles = new Map<string, string>();

  constructor(output: Output, options: PlainOptions = {}) {
    this.#output = output;
    this.#options = options;
  }

  event(event: ProgressEvent): void {
    if (event.type === "plan") for (const { id, title } of event.steps) this.#titles.set(id, title);
    if (event.type === "step-started") this.#titles.set(event.step, event.title);
    if (event.type === "command" && this.#options.commandLines !== undefined) {
      this.#options.commandLines.write(`${event.line}\n`);
      return;
    }
    const line = this.#line(event);
    if (line !== undefined) this.#output.write(`${line}\n`);
  }

  async end(): Promise<void> {
    // Nothing is held back.
  }

  #line(event: ProgressEvent): string | undefined {
    switch (event.type) {
      case "plan":
      case "step-progress":
        return undefined;
      case "step-started":
        return `[${event.step}] ${event.title}`;
      case "step-output":
        return `[${event.step}]   ${printable(event.line)}`;
      case "step-done":
        return `[${event.step}] done in ${event.seconds} s${event.detail === undefined ? "" : ` (${event.detail})`}`;
      case "step-skipped":
        return `[${event.step}] skipped: ${event.reason}`;
      case "step-failed":
        return `[${event.step}] failed after ${event.seconds} s: ${this.#titles.get(event.step) ?? event.step}`;
      case "note":
        return event.message;
      case "warning":
        return `warning: ${event.message}`;
      case "command":
        return this.#options.commands === true ? `$ ${event.line}` : undefined;
    }
  }
}
