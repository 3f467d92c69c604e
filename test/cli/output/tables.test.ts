import { describe, expect, it } from "vitest";
import { amount, bytes } from "../../../cli/output/amount.ts";
import { deviationsTable } from "../../../cli/output/deviations-table.ts";
import { statusTable } from "../../../cli/output/status-table.ts";
import type { UserServer } from "../../../core/index.ts";

const server: UserServer = {
  user: "6f1c",
  course: "intro",
  notebook: "a.ipynb",
  image: { reference: "registry.example/courses:intro", digest: `sha256:${"0123456789abcdef".repeat(4)}` },
  state: "ready",
  startedAt: "2026-11-23T12:00:00Z",
  memory: { used: 1.5 * 2 ** 30, limit: 4 * 2 ** 30 },
  origins: [],
  warnings: [],
  restarts: 2,
  lastTermination: "OOMKilled",
};

it("status shows image and digest, age, memory of limit, restarts and the last termination", () => {
  const place = { name: "nbdev", state: "running", detail: "kind" } as const;
  const hub = { state: "running", url: "http://127.0.0.1:8000", detail: "" } as const;
  const text = statusTable({ runtime: "kind", place, hub, servers: [server] }, new Date("2026-11-23T12:10:00Z"));
  const row =
    /6f1c +intro +courses:intro@sha256:0123456789ab +ready +10 min +1.5 GiB of 4.0 GiB \(38 %\) +2 +OOMKilled/;
  expect(text).toMatch(row);
});

it("deviations wrap to the terminal, and say so where there are none", () => {
  const deviation = { subject: "hub.db.type", production: "postgres", here: "sqlite-pvc", reason: "why ".repeat(40) };
  const text = deviationsTable([deviation], 80);
  expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(deviationsTable([])).toBe("Nothing deviates from production.");
});

describe("amounts", () => {
  it.each([
    [0, "0 B"],
    [1023, "1023 B"],
    [1536, "1.5 KiB"],
    [4 * 2 ** 30, "4.0 GiB"],
    [500 * 2 ** 20, "500 MiB"],
  ])("writes %i bytes as %s", (count, text) => {
    expect(bytes(count)).toBe(text);
  });

  it("writes how far a step is", () => {
    expect(amount({ current: 3, total: 7, unit: "steps" })).toBe("3 of 7 steps");
    expect(amount({ current: 2048, total: undefined, unit: "bytes" })).toBe("2.0 KiB");
  });
});
