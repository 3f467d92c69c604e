/**
 * One thing that happened while a command ran; the terminal, plain lines, JSON lines and VS Code are renderers of the
 * same stream. `step` is the id of a step of the last `plan` (ids are kebab-case and stable: scripts may rely on them).
 */
export type ProgressEvent =
  | { type: "plan"; steps: readonly PlannedStep[] }
  | { type: "step-started"; step: string; title: string }
  | { type: "step-output"; step: string; line: string }
  | { type: "step-progress"; step: string; current: number; total: number | undefined; unit: "bytes" | "steps" }
  | { type: "step-done"; step: string; seconds: number; detail: string | undefined }
  | { type: "step-skipped"; step: string; reason: string }
  | { type: "step-failed"; step: string; seconds: number }
  | { type: "note"; message: string }
  | { type: "warning"; message: string }
  | { type: "command"; line: string };

/** A step as announced before any of them starts, in the order in which a person should read them. */
export interface PlannedStep {
  readonly id: string;
  readonly title: string;
}
