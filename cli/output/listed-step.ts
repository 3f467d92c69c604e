import { type DefaultRenderer, type ListrTask, ListrTaskState, type ListrTaskWrapper } from "listr2";
import type { PlannedStep, ProgressEvent } from "../../core/index.ts";
import { amount } from "./amount.ts";
import { printable } from "./printable.ts";

type Line = ListrTaskWrapper<unknown, typeof DefaultRenderer, typeof DefaultRenderer>;
export type StepEvent = Extract<ProgressEvent, { step: string }>;

/**
 * One step of the plan as a line of listr's list. listr would run its tasks; here a task only waits until events say
 * that the step, which runs elsewhere, has ended.
 */
export class ListedStep {
  readonly #title: string;
  readonly #ended = deferred();
  #line: Line | undefined;
  #started = false;

  constructor(step: PlannedStep) {
    this.#title = step.title;
  }

  readonly task = (): ListrTask<unknown, typeof DefaultRenderer> => ({
    title: this.#title,
    rendererOptions: { outputBar: 1 },
    task: async (_context, line) => {
      this.#line = line;
      line.task.state$ = this.#started ? ListrTaskState.STARTED : ListrTaskState.WAITING;
      await this.#ended.promise;
    },
  });

  update(event: StepEvent): void {
    switch (event.type) {
      case "step-started":
        this.#started = true;
        if (this.#line !== undefined) this.#line.task.state$ = ListrTaskState.STARTED;
        break;
      case "step-output":
        this.#show(printable(event.line));
        break;
      case "step-progress":
        this.#show(amount(event));
        break;
      case "step-done":
        this.#rename([`${event.seconds} s`, event.detail]);
        this.#ended.resolve();
        break;
      case "step-skipped":
        this.#line?.skip(`${this.#title} (${event.reason})`);
        this.#ended.resolve();
        break;
      case "step-failed":
        this.#ended.reject(new Error(this.#title));
    }
  }

  /** The work is over: a step that was begun and did not say how it ended was cut off. */
  close(): void {
    if (this.#started) this.#ended.reject(new Error(this.#title));
    else this.#ended.resolve();
  }

  #show(text: string): void {
    if (this.#line !== undefined) this.#line.output = text;
  }

  #rename(details: (string | undefined)[]): void {
    const detail = details.filter((part) => part !== undefined).join(", ");
    if (this.#line !== undefined) this.#line.title = `${this.#title} (${detail})`;
  }
}

function deferred(): { promise: Promise<void>; resolve(): void; reject(error: Error): void } {
  let resolve: () => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<void>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  promise.catch(() => undefined); // a step may fail before listr has begun to wait for it
  return { promise, resolve, reject };
}
