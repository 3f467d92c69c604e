import { describe, expect, it } from "vitest";
import { LatestRun } from "../../../extension/diagnostics/latest-run.ts";

const never = (error: unknown) => expect.unreachable(String(error));

describe("LatestRun", () => {
  it("runs once for many askings", async () => {
    let runs = 0;
    const latest = new LatestRun(async () => void runs++, never, 60_000);
    for (let asked = 0; asked < 5; asked++) latest.ask();
    await latest.settle();
    expect(runs).toBe(1);
  });

  it("runs by itself after the pause", async () => {
    const ran = new Promise<void>((resolve) => new LatestRun(async () => resolve(), never, 1).ask());
    await ran;
  });

  it("aborts the run under way, and begins the next when that has ended", async () => {
    const log: string[] = [];
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let first = true;
    const latest = new LatestRun(
      async (signal) => {
        log.push("begin");
        if (first) {
          first = false;
          await held;
        }
        log.push(signal.aborted ? "aborted" : "end");
        signal.throwIfAborted();
      },
      never,
      0,
    );
    latest.ask();
    const settled = latest.settle();
    await Promise.resolve();
    latest.ask();
    release();
    await settled;
    expect(log).toEqual(["begin", "aborted", "begin", "end"]);
  });

  it("goes on after a failed run, of which it tells", async () => {
    const failures: unknown[] = [];
    const latest = new LatestRun(
      async () => {
        throw new Error("unreadable");
      },
      (error) => failures.push(error),
      0,
    );
    latest.ask();
    await latest.settle();
    latest.ask();
    await latest.settle();
    expect(failures).toEqual([new Error("unreadable"), new Error("unreadable")]);
  });

  it("does nothing more once it is stopped", async () => {
    let runs = 0;
    const latest = new LatestRun(async () => void runs++, never, 0);
    latest.ask();
    latest.stop();
    await latest.settle();
    expect(runs).toBe(0);
  });
});
