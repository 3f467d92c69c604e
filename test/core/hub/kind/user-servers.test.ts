import { describe, expect, it } from "vitest";
import { userServerOf } from "../../../../core/hub/kind/user-servers.ts";
import { pod } from "./pods.ts";

describe("a learner's pod in nbdev status", () => {
  it("says whose it is, what it runs and what it uses", () => {
    expect(userServerOf(pod(), 1000)).toEqual({
      user: "someone",
      course: "hello",
      notebook: undefined,
      image: { reference: "registry.example/ol-course-notebooks:hello", digest: `sha256:${"1".repeat(64)}` },
      state: "ready",
      startedAt: "2026-11-23T12:00:00Z",
      memory: { used: 1000, limit: 4 * 2 ** 30 },
      restarts: 0,
      lastTermination: undefined,
      origins: [],
      warnings: ["careful"],
    });
  });

  it("says where it answers beside the loopback", () => {
    const annotations = { "dev.nbdev.origins": '["https://me-8000.forwarded.example"]' };
    expect(userServerOf(pod({ annotations }), 0).origins).toEqual(["https://me-8000.forwarded.example"]);
  });

  it("names OOMKilled, and gives any other end its exit code", () => {
    const last = (reason: string, exitCode: number) =>
      userServerOf(pod({ container: { lastTermination: { reason, exitCode, message: "" } } }), 0).lastTermination;
    expect([last("OOMKilled", 137), last("Error", 1)]).toEqual(["OOMKilled", "Error (exit code 1)"]);
  });
});
