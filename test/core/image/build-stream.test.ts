import { describe, expect, it } from "vitest";
import { BuildProgress } from "../../../core/image/build-stream.ts";

const dockerfile = `FROM quay.io/jupyter/base-notebook:2025-12-31
COPY . .
RUN apt-get update && \\
    pip install nope
`;

function follow() {
  const lines: string[] = [];
  const report = {
    output: (line: string) => void lines.push(line),
    progress: () => undefined,
    detail: () => undefined,
  };
  return { progress: new BuildProgress(dockerfile, report), lines };
}

describe("a build's stream", () => {
  it("shows each step once it runs, says which the cache spared, and hides BuildKit's own", () => {
    const { progress, lines } = follow();
    progress.step({ id: "1", name: "[internal] load build definition", state: "running", error: "" });
    progress.step({ id: "2", name: "[1/3] FROM quay.io/jupyter/base-notebook:2025-12-31", state: "cached", error: "" });
    progress.step({ id: "3", name: "[2/3] COPY . .", state: "running", error: "" });
    progress.step({ id: "3", name: "[2/3] COPY . .", state: "done", error: "" });
    expect(lines).toEqual(["[1/3] FROM quay.io/jupyter/base-notebook:2025-12-31 (cached)", "[2/3] COPY . ."]);
    expect(progress.summary()).toBe("2 steps, 1 cached");
  });

  it("a failing RUN is named with its Dockerfile line, exit code and last 20 lines", () => {
    const { progress } = follow();
    const name = "[3/3] RUN apt-get update &&     pip install nope";
    progress.step({ id: "4", name, state: "running", error: "" });
    progress.output("4", Array.from({ length: 30 }, (_, index) => `line ${index}`).join("\n"));
    progress.step({ id: "4", name, state: "done", error: "exit code: 1" });
    expect(progress.failure("executor failed running [/bin/sh -c …]: exit code: 1")).toMatchObject({
      code: "BUILD_STEP_FAILED",
      message: "Dockerfile line 3 failed with exit code 1: RUN apt-get update && pip install nope",
      output: Array.from({ length: 20 }, (_, index) => `line ${index + 10}`),
    });
  });

  it("tells a missing base, a full disk and a refused build from it", () => {
    const { progress } = follow();
    const name = "[internal] load metadata for quay.io/jupyter/base-notebook:2025-12-31";
    progress.step({ id: "1", name, state: "done", error: "not found" });
    expect(progress.failure("quay.io/jupyter/base-notebook:2025-12-31: not found")).toMatchObject({
      code: "BASE_IMAGE_NOT_FOUND",
      message: expect.stringContaining("(Dockerfile line 1)"),
    });
    expect(progress.failure("write /x: no space left on device")).toMatchObject({ code: "DISK_FULL" });
    expect(follow().progress.failure("dockerfile parse error line 2")).toMatchObject({ code: "BUILD_FAILED" });
  });
});
