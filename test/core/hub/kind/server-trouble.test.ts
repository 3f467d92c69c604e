import { describe, expect, it } from "vitest";
import { isInTrouble, troubleOf } from "../../../../core/hub/kind/server-trouble.ts";
import { pod } from "./pods.ts";

const nothing = { warnings: [], log: [] };
const terminated = (reason: string, exitCode: number, message = "") => ({ reason, exitCode, message });

describe("what a pod's trouble is called", () => {
  it("leaves a pod alone that runs, pulls or is created", () => {
    expect(isInTrouble(pod())).toBe(false);
    const waiting = (reason: string) => pod({ ready: false, container: { waiting: { reason, message: "" } } });
    expect(["ContainerCreating", "PodInitializing"].map((reason) => isInTrouble(waiting(reason)))).toEqual([
      false,
      false,
    ]);
    expect(
      ["ErrImagePull", "ImagePullBackOff", "RunContainerError"].map((reason) => isInTrouble(waiting(reason))),
    ).toEqual([true, true, true]);
  });

  it("names an image that cannot be pulled, with the kubelet's own reason", () => {
    const pulling = pod({ container: { waiting: { reason: "ImagePullBackOff", message: "Back-off" } } });
    const warnings = ["Failed: Failed to pull image: not found", "Failed: Error: ImagePullBackOff"];
    expect(troubleOf(pulling, { ...nothing, warnings })).toMatchObject({
      code: "IMAGE_PULL_FAILED",
      message: expect.stringContaining("not found"),
    });
    const undelivered = { course: "hello", production: "production would start it" };
    expect(troubleOf(pulling, { ...nothing, undelivered })).toMatchObject({ code: "IMAGE_NOT_DELIVERED" });
  });

  it("names an OOM kill with the limit, whether the container is down or up again", () => {
    const kill = terminated("OOMKilled", 137);
    const error = { code: "SERVER_OOM_KILLED", message: expect.stringContaining("4.0 GiB") };
    expect(troubleOf(pod({ container: { terminated: kill } }), nothing)).toMatchObject(error);
    expect(troubleOf(pod({ container: { lastTermination: kill, restarts: 1 } }), nothing)).toMatchObject(error);
  });

  it("tells an image without a server from one that crashes, and root from both", () => {
    const missing = terminated("StartError", 128, 'exec: "jupyterhub-singleuser": executable file not found in $PATH');
    expect(troubleOf(pod({ container: { terminated: missing } }), nothing)).toMatchObject({
      code: "IMAGE_NOT_A_SERVER",
    });
    const ended = pod({ container: { terminated: terminated("Error", 3) } });
    expect(troubleOf(ended, { ...nothing, log: ["no"] })).toMatchObject({
      code: "SERVER_CRASHED",
      output: ["no"],
      message: expect.stringContaining("exit code 3"),
    });
    const log = ["[C] Running as root is not recommended. Use --allow-root to bypass."];
    expect(troubleOf(ended, { ...nothing, log })).toMatchObject({ code: "IMAGE_RUNS_AS_ROOT" });
  });

  it("passes on why nothing could be scheduled", () => {
    const waiting = pod({ ready: false, unschedulable: "0/1 nodes are available: 1 Insufficient nvidia.com/gpu." });
    expect(troubleOf(waiting, nothing)).toMatchObject({
      code: "SERVER_UNSCHEDULABLE",
      message: expect.stringContaining("nvidia.com/gpu"),
    });
  });
});
