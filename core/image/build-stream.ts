import { NbdevError } from "../errors/index.ts";
import type { StepReport } from "../progress/index.ts";
import { findFrom, findInstruction } from "./dockerfile-lines.ts";

/** A step of the build as BuildKit or the classic builder reports it; the same id comes again as it proceeds. */
export interface BuildStep {
  readonly id: string;
  readonly name: string;
  readonly state: "running" | "cached" | "done";
  readonly error: string;
}

const keptLines = 20;

/** Follows a build: passes each step on, and knows which one failed, with its last lines. */
export class BuildProgress {
  readonly #dockerfile: string;
  readonly #report: StepReport;
  readonly #steps = new Map<string, BuildStep>();
  readonly #output = new Map<string, string[]>();

  constructor(dockerfile: string, report: StepReport) {
    this.#dockerfile = dockerfile;
    this.#report = report;
  }

  step(step: BuildStep): void {
    const before = this.#steps.get(step.id)?.state;
    this.#steps.set(step.id, step);
    if (before === step.state || step.name.startsWith("[internal]")) return;
    if (step.state === "cached") this.#report.output(`${step.name} (cached)`);
    if (step.state === "running") this.#report.output(step.name);
  }

  output(step: string, text: string): void {
    const lines = this.#output.get(step) ?? [];
    for (const line of text.split(/\r?\n|\r/).filter((line) => line.trim() !== "")) {
      lines.push(line);
      this.#report.output(line);
    }
    this.#output.set(step, lines.slice(-keptLines));
  }

  /** How many steps ran, and how many the cache spared. */
  summary(): string {
    const shown = [...this.#steps.values()].filter(({ name }) => /^(\[[^\]]*\d\/\d+\]|Step \d+\/\d+ :)/.test(name));
    const cached = shown.filter(({ state }) => state === "cached").length;
    return shown.length === 0 ? "" : `${shown.length} steps, ${cached} cached`;
  }

  /** The catalogue's error for a message that ended the stream. */
  failure(message: string): NbdevError {
    if (/no space left on device/i.test(message)) return new NbdevError("DISK_FULL", { where: "the Docker engine" });
    const failed = this.#failedStep();
    const base = failed?.name.match(/load metadata for (\S+)/)?.[1] ?? this.#classicBase();
    if (failed === undefined && base === undefined && isEngineGone(message)) {
      return new NbdevError("ENGINE_GONE", { during: "the build" }, { cause: new Error(message) });
    }
    if (base !== undefined) {
      const from = findFrom(this.#dockerfile, base);
      return new NbdevError("BASE_IMAGE_NOT_FOUND", { reference: base, line: from?.line }, { output: [message] });
    }
    const last = [...this.#steps.values()].at(-1);
    const exitCode = message.match(/(?:exit code: |returned a non-zero code: )(\d+)/)?.[1];
    const step = failed ?? (exitCode !== undefined || last?.state === "running" ? last : undefined);
    if (step === undefined) return new NbdevError("BUILD_FAILED", { reason: message });
    const found = step && findInstruction(this.#dockerfile, step.name);
    const facts = {
      instruction: found?.text ?? step?.name ?? message,
      line: found?.line,
      exitCode: exitCode === undefined ? undefined : Number(exitCode),
    };
    const output = this.#output.get(step?.id ?? "") ?? [message];
    return new NbdevError("BUILD_STEP_FAILED", facts, { output: output.length > 0 ? output : [message] });
  }

  /** Where steps run side by side, the first failure cancels the others: theirs is not the cause. */
  #failedStep(): BuildStep | undefined {
    return [...this.#steps.values()].find(({ error }) => error !== "" && !isEngineGone(error));
  }

  /** The classic builder pulls within the step that is the FROM. */
  #classicBase(): string | undefined {
    const last = [...this.#steps.values()].at(-1);
    return last?.state === "running" ? last.name.match(/^Step \d+\/\d+ : FROM (?:--\S+ )*(\S+)/i)?.[1] : undefined;
  }
}

/** An engine that is stopped gives its builds up before it closes their streams. */
function isEngineGone(message: string): boolean {
  return /context canceled|transport is closing|client connection is closing|code = (Unavailable|Canceled)/.test(
    message,
  );
}
