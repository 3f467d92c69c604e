import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import {
  Interruption,
  type ProgressEvent,
  runStep,
  sideBySide,
  type TaskContext,
  Teardown,
  unattendedTask,
} from "../../../core/progress/index.ts";

function watched(signal = new AbortController().signal): { task: TaskContext; events: ProgressEvent[] } {
  const events: ProgressEvent[] = [];
  return { events, task: { signal, progress: (event) => void events.push(event) } };
}

describe("runStep", () => {
  const step = { id: "build", title: "Build" };

  it("reports start, output, progress and end in order", async () => {
    const { task, events } = watched();
    const result = await runStep(step, task, async (report) => {
      report.output("line");
      report.progress(1, 2, "steps");
      report.detail("2 layers");
      return 7;
    });
    expect(result).toBe(7);
    expect(events).toMatchObject([
      { type: "step-started", step: "build", title: "Build" },
      { type: "step-output", line: "line" },
      { type: "step-progress", current: 1, total: 2 },
      { type: "step-done", detail: "2 layers" },
    ]);
  });

  it("reports a failure and passes it on; once cancelled it starts nothing", async () => {
    const { task, events } = watched();
    await expect(runStep(step, task, () => Promise.reject(new Error("x")))).rejects.toThrow("x");
    expect(events.at(-1)).toMatchObject({ type: "step-failed", step: "build" });

    const cancelled = watched(AbortSignal.abort(new Interruption("SIGINT")));
    await expect(runStep(step, cancelled.task, async () => 1)).rejects.toMatchObject({ by: "SIGINT" });
    expect(cancelled.events).toEqual([]);
  });
});

describe("sideBySide", () => {
  it("runs at the same time and returns results by name", async () => {
    const { task } = watched();
    const order: string[] = [];
    const work = {
      a: async () => {
        while (!order.includes("b")) await sleep(1);
        return 1;
      },
      b: async () => {
        order.push("b");
        return "two";
      },
    };
    expect(await sideBySide(task, work)).toEqual({ a: 1, b: "two" });
  });

  it("cancels the others at the first failure, and throws that one after all have ended", async () => {
    const { task } = watched();
    let ended = false;
    const slow = async ({ signal }: TaskContext) => {
      await sleep(60_000, undefined, { signal }).catch(() => undefined);
      await sleep(10);
      ended = true;
      throw new Error("second");
    };
    await expect(sideBySide(task, { slow, quick: () => Promise.reject(new Error("first")) })).rejects.toThrow("first");
    expect(ended).toBe(true);
    expect(task.signal.aborted).toBe(false);
  });
});

describe("Teardown", () => {
  it("undoes in reverse, all of it, with a live signal; failures become warnings", async () => {
    const { task, events } = watched(AbortSignal.abort());
    const undone: string[] = [];
    const teardown = new Teardown();
    const undo =
      (name: string) =>
      async ({ signal }: TaskContext) => {
        expect(signal.aborted).toBe(false);
        undone.push(name);
        if (name === "b") throw new Error("stuck");
      };
    for (const name of ["a", "b", "c"]) teardown.push(`Removing ${name}`, undo(name));
    await teardown.run(task);
    await teardown.run(task);
    expect(undone).toEqual(["c", "b", "a"]);
    expect(events).toEqual([{ type: "warning", message: "Removing b failed: stuck" }]);
  });
});

it("an unattended task is never cancelled", () => {
  expect(unattendedTask().signal.aborted).toBe(false);
});
