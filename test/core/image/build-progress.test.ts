import { describe, expect, test } from "vitest";
import { BuildProgress } from "../../../core/image/build-stream.ts";
import { ClassicSteps } from "../../../core/image/classic-steps.ts";

const dockerfile = "FROM a AS one\nRUN one\nFROM b\nRUN two\n";

function newProgress() {
  const shown: string[] = [];
  const report = { output: (line: string) => shown.push(line), progress: () => undefined, detail: () => undefined };
  return { shown, progress: new BuildProgress(dockerfile, report) };
}

describe("BuildProgress", () => {
  test("a step is shown once, the internal ones never", () => {
    const { shown, progress } = newProgress();
    const step = { id: "1", name: "[one 2/2] RUN one", error: "" };
    progress.step({ id: "0", name: "[internal] load build definition", state: "running", error: "" });
    progress.step({ ...step, state: "running" });
    progress.step({ ...step, state: "running" });
    progress.step({ ...step, state: "done" });
    progress.step({ id: "2", name: "[stage-1 2/2] RUN two", state: "cached", error: "" });
    expect(shown).toEqual(["[one 2/2] RUN one", "[stage-1 2/2] RUN two (cached)"]);
    expect(progress.summary()).toBe("2 steps, 1 cached");
  });

  test("the cause is the step that failed, not the one that was cancelled for it", () => {
    const { progress } = newProgress();
    progress.step({ id: "1", name: "[one 2/2] RUN one", state: "done", error: "context canceled" });
    progress.step({ id: "2", name: "[stage-1 2/2] RUN two", state: "done", error: "exit code: 7" });
    expect(progress.failure("process did not complete successfully: exit code: 7")).toMatchObject({
      code: "BUILD_STEP_FAILED",
      message: "Dockerfile line 4 failed with exit code 7: RUN two",
    });
  });

  test("keeps the last twenty lines of a step, whatever ends them", () => {
    const { progress } = newProgress();
    progress.step({ id: "2", name: "[stage-1 2/2] RUN two", state: "running", error: "exit code: 1" });
    progress.output("2", Array.from({ length: 30 }, (_, index) => `line ${index}`).join("\r\n"));
    progress.output("2", "50 %\r100 %\r");
    const { output } = progress.failure("exit code: 1");
    expect(output).toHaveLength(20);
    expect(output.at(-1)).toBe("100 %");
  });

  test.each([
    ["write /x: no space left on device", "DISK_FULL"],
    ["rpc error: code = Unavailable desc = transport is closing", "ENGINE_GONE"],
    ["context canceled", "ENGINE_GONE"],
    ["dockerfile parse error line 2: unknown instruction: FOO", "BUILD_FAILED"],
  ])("%s is %s", (message, code) => {
    expect(newProgress().progress.failure(message)).toMatchObject({ code });
  });

  test("a full disk is named although a step failed of it", () => {
    const { progress } = newProgress();
    progress.step({ id: "1", name: "[one 2/2] RUN one", state: "done", error: "no space left on device" });
    expect(progress.failure("exit code: 1: No space left on device")).toMatchObject({ code: "DISK_FULL" });
  });
});

test("the classic builder's text becomes steps and their output", () => {
  const { shown, progress } = newProgress();
  const steps = new ClassicSteps(progress);
  const lines = ["Step 1/2 : FROM a", "\n", " ---> 0123456789ab\n", "Step 2/2 : RUN one", "\n", " ---> Using cache\n"];
  for (const line of [...lines, " ---> 0123456789ab\n", "Successfully built 0123456789ab\n"]) steps.read(line);
  expect(shown).toEqual(["Step 1/2 : FROM a", "Step 2/2 : RUN one", "Step 2/2 : RUN one (cached)"]);
  expect(progress.summary()).toBe("2 steps, 1 cached");
});
