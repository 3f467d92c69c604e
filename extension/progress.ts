import type { ProgressEvent } from "../core/index.ts";

/** Where events go: vscode's `Progress` and `LogOutputChannel`, as far as they are used. */
export interface Rendering {
  report(progress: { readonly message?: string; readonly increment?: number }): void;
  readonly log: Record<"info" | "warn" | "error" | "debug", (line: string) => void>;
}

/** One task's events as a notification's progress, which moves by a step at a time, and as lines of the log. */
export class ProgressRenderer {
  readonly #rendering: Rendering;
  readonly #titles = new Map<string, string>();
  /** The running steps' messages, the one that spoke last at the end. */
  readonly #running = new Map<string, string>();
  #steps = 0;

  constructor(rendering: Rendering) {
    this.#rendering = rendering;
  }

  event(event: ProgressEvent): void {
    const { log } = this.#rendering;
    switch (event.type) {
      case "plan":
        this.#steps = event.steps.length;
        for (const { id, title } of event.steps) this.#titles.set(id, title);
        break;
      case "step-started":
        this.#titles.set(event.step, event.title);
        log.info(event.title);
        this.#say(event.step, event.title);
        break;
      case "step-output":
        log.info(`  ${event.line}`);
        this.#say(event.step, `${this.#title(event.step)}: ${shortened(event.line)}`);
        break;
      case "step-progress":
        this.#say(event.step, `${this.#title(event.step)}: ${portion(event)}`);
        break;
      case "step-done":
        log.info(`${this.#title(event.step)}: ${event.seconds} s${event.detail ? `, ${event.detail}` : ""}`);
        this.#advance(event.step);
        break;
      case "step-skipped":
        log.info(`${this.#title(event.step)}: skipped, ${event.reason}`);
        this.#advance(event.step);
        break;
      case "step-failed":
        log.error(`${this.#title(event.step)}: failed after ${event.seconds} s`);
        break;
      case "note":
        log.info(event.message);
        break;
      case "warning":
        log.warn(event.message);
        break;
      case "command":
        log.debug(`$ ${event.line}`);
    }
  }

  #say(step: string, message: string): void {
    this.#running.delete(step);
    this.#running.set(step, message);
    this.#rendering.report({ message });
  }

  /** An increment without a message would empty the notification while other steps run on. */
  #advance(step: string): void {
    this.#running.delete(step);
    const message = [...this.#running.values()].at(-1) ?? this.#title(step);
    if (this.#steps > 0) this.#rendering.report({ message, increment: 100 / this.#steps });
  }

  #title(step: string): string {
    return this.#titles.get(step) ?? step;
  }
}

const widestLine = 80;

function shortened(line: string): string {
  const text = line.trim();
  return text.length > widestLine ? `${text.slice(0, widestLine - 1)}…` : text;
}

function portion({ current, total, unit }: Extract<ProgressEvent, { type: "step-progress" }>): string {
  const show = (count: number) => (unit === "bytes" ? `${(count / 1e6).toFixed(1)} MB` : String(count));
  const sum = total === undefined ? "" : ` of ${show(total)}`;
  return `${show(current)}${sum}${unit === "steps" ? " steps" : ""}`;
}
