import { describe, expect, it } from "vitest";
import type { ProgressEvent } from "../../core/index.ts";
import { ProgressRenderer } from "../../extension/progress.ts";

function render(events: ProgressEvent[]) {
  const steps: { message?: string; increment?: number }[] = [];
  const lines: string[] = [];
  const write = (level: string) => (line: string) => void lines.push(`${level} ${line}`);
  const log = { info: write("info"), warn: write("warn"), error: write("error"), debug: write("debug") };
  const renderer = new ProgressRenderer({ report: (step) => steps.push(step), log });
  for (const event of events) renderer.event(event);
  return { steps, lines };
}

const plan: ProgressEvent = {
  type: "plan",
  steps: [
    { id: "build", title: "Build the image" },
    { id: "server", title: "Start a server" },
  ],
};

describe("progress in VS Code", () => {
  it("moves by a step's share when the step ends, and only then", () => {
    const { steps } = render([
      plan,
      { type: "step-started", step: "build", title: "Build the image" },
      { type: "step-progress", step: "build", current: 2, total: 5, unit: "steps" },
      { type: "step-done", step: "build", seconds: 1.5, detail: "cached" },
      { type: "step-skipped", step: "server", reason: "there already" },
    ]);
    expect(steps).toEqual([
      { message: "Build the image" },
      { message: "Build the image: 2 of 5 steps" },
      { message: "Build the image", increment: 50 },
      { message: "Start a server", increment: 50 },
    ]);
  });

  it("goes on showing what still runs when another step ends", () => {
    const { steps } = render([
      plan,
      { type: "step-started", step: "build", title: "Build the image" },
      { type: "step-started", step: "server", title: "Start a server" },
      { type: "step-output", step: "build", line: "RUN pip install" },
      { type: "step-done", step: "server", seconds: 1, detail: undefined },
    ]);
    expect(steps.at(-1)).toEqual({ message: "Build the image: RUN pip install", increment: 50 });
  });

  it("says under which step a line came, shortened in the notification and whole in the log", () => {
    const line = `Collecting ${"x".repeat(200)}`;
    const { steps, lines } = render([plan, { type: "step-output", step: "build", line }]);
    expect(steps[0]?.message).toMatch(/^Build the image: Collecting x+…$/);
    expect(lines).toEqual([`info   ${line}`]);
  });

  it("logs warnings, failures and commands at their levels", () => {
    const { lines } = render([
      plan,
      { type: "warning", message: "little disk" },
      { type: "step-failed", step: "server", seconds: 2 },
      { type: "command", line: "docker build ." },
    ]);
    expect(lines).toEqual(["warn little disk", "error Start a server: failed after 2 s", "debug $ docker build ."]);
  });
});
