import { describe, expect, it } from "vitest";
import { FileLock } from "../../../core/adapters/file-lock.ts";
import type { ProgressEvent, TaskContext } from "../../../core/progress/index.ts";
import { temporaryDirectory } from "../../support/directory.ts";

function listeningTask(): { task: TaskContext; said: string[] } {
  const said: string[] = [];
  const progress = (event: ProgressEvent) => {
    if (event.type === "note") said.push(event.message);
  };
  return { task: { signal: new AbortController().signal, progress }, said };
}

/** A lock of a folder that somebody holds until `leave` is called. */
async function heldFolder(): Promise<{ folder: string; leave(): Promise<void> }> {
  const folder = await temporaryDirectory();
  return new Promise((entered) => {
    const holding = new FileLock(folder).hold("kind", listeningTask().task, async () => {
      await new Promise<void>((left) => {
        entered({
          folder,
          leave: () => {
            left();
            return holding;
          },
        });
      });
    });
  });
}

describe("a lock", () => {
  it("is waited for, which is said once with the owner's name", async () => {
    const { folder, leave } = await heldFolder();
    const { task, said } = listeningTask();
    const waiting = new FileLock(folder).hold("kind", task, async () => "done");
    await expect
      .poll(() => said)
      .toEqual([`Another nbdev (process ${process.pid}) is at work on the kind hub; waiting for it.`]);
    await leave();
    expect(await waiting).toBe("done");
    expect(said).toHaveLength(1);
  });

  it("that its owner does not give back is BUSY in the end", async () => {
    const { folder, leave } = await heldFolder();
    await expect(
      new FileLock(folder, 0).hold("kind", listeningTask().task, async () => undefined),
    ).rejects.toMatchObject({
      code: "BUSY",
      message: `Another nbdev (process ${process.pid}) is working on the kind hub.`,
    });
    await leave();
  });

  it("is no longer waited for once the waiting one is interrupted", async () => {
    const { folder, leave } = await heldFolder();
    const abort = new AbortController();
    const waiting = new FileLock(folder).hold("kind", { ...listeningTask().task, signal: abort.signal }, async () => 1);
    abort.abort();
    await expect(waiting).rejects.toThrow();
    await leave();
  });
});
