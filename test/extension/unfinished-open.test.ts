import { describe, expect, it } from "vitest";
import { UnfinishedOpen } from "../../extension/unfinished-open.ts";
import { memory } from "./memory.ts";

const opening = { directory: "/intro", notebook: "a.ipynb" };
const staying = new AbortController().signal;
const never = () => new Promise<never>(() => undefined);

describe("an opening that a reload cut off", () => {
  it("is taken up once by the window that comes back", async () => {
    const kept = memory();
    void new UnfinishedOpen(kept, staying, () => 1_000).during(opening, never);
    const after = new UnfinishedOpen(kept, staying, () => 31_000);
    expect(await after.take()).toMatchObject(opening);
    expect(await after.take()).toBeUndefined();
  });

  it("is taken up too where the window had the time to cancel the work", async () => {
    const kept = memory();
    const ending = new AbortController();
    const cancelled = new Promise<never>((_, reject) => ending.signal.addEventListener("abort", reject));
    const during = new UnfinishedOpen(kept, ending.signal, () => 0).during(opening, () => cancelled);
    ending.abort();
    await during.catch(() => undefined);
    expect(await new UnfinishedOpen(kept, staying, () => 5_000).take()).toMatchObject(opening);
  });

  it("is none after it ended, well or not", async () => {
    const unfinished = new UnfinishedOpen(memory(), staying, () => 0);
    expect(await unfinished.during(opening, async () => "done")).toBe("done");
    await unfinished.during(opening, () => Promise.reject(new Error("failed"))).catch(() => undefined);
    expect(await unfinished.take()).toBeUndefined();
  });

  it("is forgotten by a window that comes back much later", async () => {
    const kept = memory();
    void new UnfinishedOpen(kept, staying, () => 0).during(opening, never);
    expect(await new UnfinishedOpen(kept, staying, () => 3_600_000).take()).toBeUndefined();
  });
});
