import { describe, expect, it } from "vitest";
import { UnfinishedOpen } from "../../extension/unfinished-open.ts";
import { memory } from "./memory.ts";

const opening = { directory: "/intro", notebook: "a.ipynb" };
const never = () => new Promise<never>(() => undefined);

describe("an opening that a reload cut off", () => {
  it("is taken up once by the window that comes back", async () => {
    const kept = memory();
    void new UnfinishedOpen(kept, () => 1_000).during(opening, never);
    const after = new UnfinishedOpen(kept, () => 31_000);
    expect(await after.take()).toMatchObject(opening);
    expect(await after.take()).toBeUndefined();
  });

  it("is none after it ended, well or not", async () => {
    const unfinished = new UnfinishedOpen(memory(), () => 0);
    expect(await unfinished.during(opening, async () => "done")).toBe("done");
    await unfinished.during(opening, () => Promise.reject(new Error("failed"))).catch(() => undefined);
    expect(await unfinished.take()).toBeUndefined();
  });

  it("is forgotten by a window that comes back much later", async () => {
    const kept = memory();
    void new UnfinishedOpen(kept, () => 0).during(opening, never);
    expect(await new UnfinishedOpen(kept, () => 3_600_000).take()).toBeUndefined();
  });
});
