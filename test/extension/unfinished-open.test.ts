import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Uri } from "vscode";
import { UnfinishedOpen } from "../../extension/unfinished-open.ts";
import { temporaryDirectory } from "../support/directory.ts";

const opening = { directory: "/intro", notebook: "a.ipynb" };
const staying = new AbortController().signal;

/** As `vscode.workspace.fs` does it: a file's directories are made with it. */
const files = {
  readFile: ({ fsPath }: Uri): Promise<Uint8Array> => readFile(fsPath),
  writeFile: async ({ fsPath }: Uri, content: Uint8Array) => {
    await mkdir(dirname(fsPath), { recursive: true });
    await writeFile(fsPath, content);
  },
  delete: ({ fsPath }: Uri) => rm(fsPath),
};

async function place(): Promise<Uri> {
  return { fsPath: join(await temporaryDirectory(), "workspace", "opening.json") } as Uri;
}

/** Runs work that ends only by the signal, and returns once it has begun. */
async function begin(unfinished: UnfinishedOpen, signal = staying): Promise<{ ended: Promise<unknown> }> {
  return new Promise((resolve) => {
    const ended = unfinished.during(opening, () => {
      resolve({ ended: ended.catch(() => undefined) });
      return new Promise((_, reject) => signal.addEventListener("abort", reject));
    });
  });
}

describe("an opening that a reload cut off", () => {
  it("is taken up once by the window that comes back", async () => {
    const file = await place();
    await begin(new UnfinishedOpen(files, file, staying, () => 1_000));
    const after = new UnfinishedOpen(files, file, staying, () => 31_000);
    expect(await after.take()).toMatchObject(opening);
    expect(await after.take()).toBeUndefined();
  });

  it("is on the disk before the work begins: a window may be reloaded at once", async () => {
    const file = await place();
    await begin(new UnfinishedOpen(files, file, staying, () => 0));
    expect(JSON.parse(await readFile(file.fsPath, "utf8"))).toMatchObject(opening);
  });

  it("is taken up too where the window had the time to cancel the work", async () => {
    const file = await place();
    const ending = new AbortController();
    const { ended } = await begin(new UnfinishedOpen(files, file, ending.signal, () => 0), ending.signal);
    ending.abort();
    await ended;
    expect(await new UnfinishedOpen(files, file, staying, () => 5_000).take()).toMatchObject(opening);
  });

  it("is none after it ended, well or not", async () => {
    const unfinished = new UnfinishedOpen(files, await place(), staying, () => 0);
    expect(await unfinished.during(opening, async () => "done")).toBe("done");
    await unfinished.during(opening, () => Promise.reject(new Error("failed"))).catch(() => undefined);
    expect(await unfinished.take()).toBeUndefined();
  });

  it("is forgotten by a window that comes back much later", async () => {
    const file = await place();
    await begin(new UnfinishedOpen(files, file, staying, () => 0));
    expect(await new UnfinishedOpen(files, file, staying, () => 3_600_000).take()).toBeUndefined();
  });

  it("costs no opening where it cannot be kept or read", async () => {
    const file = await place();
    const full = { ...files, writeFile: () => Promise.reject(new Error("ENOSPC")) };
    expect(await new UnfinishedOpen(full, file, staying).during(opening, async () => "done")).toBe("done");
    expect(await new UnfinishedOpen(files, undefined, staying).during(opening, async () => "done")).toBe("done");
    await files.writeFile(file, new TextEncoder().encode("{"));
    expect(await new UnfinishedOpen(files, file, staying).take()).toBeUndefined();
  });
});
