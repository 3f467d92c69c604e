import { Listr, type ListrTask } from "listr2";
import type { PlannedStep, ProgressEvent } from "../../core/index.ts";
import type { Reporter } from "./reporter.ts";

type Task = Parameters<ListrTask["task"]>[1];

/** A line of the list: what listr2 drew for a step, and the promise that ends it. */
class Row {
  readonly step: PlannedStep;
  readonly ended: Promise<void>;
  #task: Task | undefined;
  #settle: (error?: Error) => void = () => undefined;

  constructor(step: PlannedStep) {
    this.step = step;
    this.ended = new Promise((resolve, reject) => {
      this.#settle = (error) => (error === undefined ? resolve() : reject(error));
    });
    this.ended.catch(() => undefined); // a row that listr2 never drew may fail too
  }

  draw(task: Task): Promise<void> {
    this.#task = task;
    return this.ended;
  }

  show(text: string): void {
    if (this.#task !== undefined) this.#task.output = text;
  }

  end(title?: string): void {
    if (this.#task !== undefined && title !== undefined) this.#task.title = title;
    this.#settle();
  }

  fail(): void {
    this.#settle(new Error("failed"));
  }
}

/**
 * The visible list of a terminal: listr2 draws what the plan announced, and each row waits for its step's events. Notes
 * and warnings are kept for the end, below the list.
 */
export class ListReporter implements Reporter {
  readonly #write: (line: string) => void;
  readonly #later: string[] = [];
  #rows = new Map<string, Row>();
  #drawn: Promise<void> = Promise.resolve();

  constructor(write: (line: string) => void) {
    this.#write = write;
  }

  event(event: ProgressEvent): void {
    switch (event.type) {
      case "plan":
        this.#draw(event.steps);
        return;
      case "note":
      case "warning":
        this.#later.push(event.type === "warning" ? `warning: ${event.message}` : event.message);
        return;
      case "command":
        return;
      default:
        this.#update(event);
    }
  }

  async end(): Promise<void> {
    for (const row of this.#rows.values()) row.fail();
    await this.#drawn;
    for (const line of this.#later.splice(0)) this.#write(line);
  }

  #update(event: Extract<ProgressEvent, { step: string }>): void {
    const row = this.#rows.get(event.step);
    if (row === undefined) return;
    if (event.type === "step-output") row.show(event.line);
    if (event.type === "step-progress") row.show(amount(event));
    if (event.type === "step-failed") row.fail();
    if (event.type === "step-skipped") row.end(`${row.step.title}: ${event.reason}`);
    if (event.type === "step-done") {
      row.end(`${row.step.title} (${event.seconds.toFixed(1)} s${event.detail ? `, ${event.detail}` : ""})`);
    }
  }

  #draw(steps: readonly PlannedStep[]): void {
    this.#rows = new Map(steps.map((step) => [step.id, new Row(step)]));
    const tasks = [...this.#rows.values()].map((row) => ({
      title: row.step.title,
      task: (_: unknown, task: Task) => row.draw(task),
    }));
    const list = new Listr(tasks, {
      concurrent: true,
      exitOnError: false,
      registerSignalListeners: false,
      rendererOptions: { showErrorMessage: false, collapseErrors: false },
    });
    this.#drawn = list.run().then(() => undefined);
  }
}

function amount({ current, total, unit }: Extract<ProgressEvent, { type: "step-progress" }>): string {
  if (unit === "steps") return `${current} of ${total ?? "?"}`;
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
  return `${megabytes(current)} of ${total === undefined ? "?" : megabytes(total)} MB`;
}
