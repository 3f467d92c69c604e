import { PassThrough } from "node:stream";
import { DefaultRenderer, Listr, ListrLogger, ProcessOutput } from "listr2";
import type { PlannedStep, ProgressEvent } from "../../core/index.ts";
import { ListedStep } from "./listed-step.ts";
import type { Reporter } from "./reporter.ts";

/** listr2 asks only stdout whether it is a terminal; this list is drawn on stderr. */
class StderrRenderer extends DefaultRenderer {
  static override nonTTY = true;
}

/** The plan as one live list, several steps spinning at a time, each with its last line of output. */
export class ListReporter implements Reporter {
  readonly #stream: NodeJS.WriteStream;
  readonly #steps = new Map<string, ListedStep>();
  readonly #afterwards: string[] = [];
  #drawn: Promise<unknown> | undefined;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
  }

  event(event: ProgressEvent): void {
    if (event.type === "plan") this.#draw(event.steps);
    else if (event.type === "note") this.#say(event.message);
    else if (event.type === "warning") this.#say(`warning: ${event.message}`);
    else if (event.type !== "command") this.#steps.get(event.step)?.update(event);
  }

  async end(): Promise<void> {
    for (const step of this.#steps.values()) step.close();
    this.#steps.clear();
    await this.#drawn;
    this.#drawn = undefined;
    for (const message of this.#afterwards.splice(0)) this.#stream.write(`${message}\n`);
  }

  /** A later plan continues below the list of an earlier one. */
  #draw(plan: readonly PlannedStep[]): void {
    for (const step of this.#steps.values()) step.close();
    const steps = plan.map((step) => [step.id, new ListedStep(step)] as const);
    const list = new Listr(
      steps.map(([, step]) => step.task()),
      {
        concurrent: true,
        exitOnError: false,
        registerSignalListeners: false,
        renderer: StderrRenderer,
        rendererOptions: {
          logger: new ListrLogger({ useIcons: true, processOutput: this.#screen() }),
          showErrorMessage: false,
          formatOutput: "truncate",
        },
      },
    );
    for (const [id, step] of steps) this.#steps.set(id, step);
    this.#drawn = (this.#drawn ?? Promise.resolve()).then(() => list.run());
  }

  /** listr's "stdout" is our stderr; it writes nothing to the other stream, which it insists on having. */
  #screen(): ProcessOutput {
    const unused = new PassThrough() as unknown as NodeJS.WriteStream;
    return new ProcessOutput(this.#stream, unused, { dump: ["stdout"], leaveEmptyLine: false });
  }

  /** While the list is on the screen, a line in between would tear it. */
  #say(message: string): void {
    if (this.#drawn === undefined) this.#stream.write(`${message}\n`);
    else this.#afterwards.push(message);
  }
}
