import type { BuildProgress, BuildStep } from "./build-stream.ts";

/** Reads the classic builder's text (`Step 2/5 : RUN make`, ` ---> Using cache`) as the steps that BuildKit would report. */
export class ClassicSteps {
  readonly #progress: BuildProgress;
  #current: BuildStep | undefined;

  constructor(progress: BuildProgress) {
    this.#progress = progress;
  }

  /** Takes the `stream` of one line of the build's answer. */
  read(text: string): void {
    const line = text.trim();
    const position = line.match(/^Step (\d+)\/\d+ :/)?.[1];
    if (position !== undefined) this.#proceed({ id: position, name: line, state: "running", error: "" });
    else if (line === "---> Using cache") this.#end("cached");
    else if (/^---> [0-9a-f]{12}$/.test(line)) this.#end("done");
    else if (!isBookkeeping.test(line)) this.#progress.output(this.#current?.id ?? "", text);
  }

  #proceed(step: BuildStep): void {
    this.#current = step;
    this.#progress.step(step);
  }

  #end(state: "cached" | "done"): void {
    if (this.#current?.state === "running") this.#proceed({ ...this.#current, state });
  }
}

const isBookkeeping =
  /^(---> Running in [0-9a-f]{12}|Removing intermediate container [0-9a-f]{12}|Successfully (built|tagged) .*)?$/;
