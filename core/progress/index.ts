export type { PlannedStep, ProgressEvent } from "./event.ts";
export { sideBySide } from "./side-by-side.ts";
export { runStep, type StepReport } from "./step.ts";
export { Interruption, type TaskContext, unattendedTask } from "./task.ts";
export { Teardown } from "./teardown.ts";
