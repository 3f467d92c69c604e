import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { knownError, NbdevError } from "../../../core/errors/index.ts";
import { temporaryDirectory } from "../../support/directory.ts";

describe("an error that a user can act on", () => {
  it("is the catalogue's, as it is", () => {
    const error = new NbdevError("COURSE_NOT_FOUND", { directory: "/no" });
    expect(knownError(error)).toBe(error);
  });

  it("is the system's refusal of a file, with its path", async () => {
    const full: unknown = await writeFile("/dev/full", "x").catch((error: unknown) => error);
    expect(knownError(full)).toMatchObject({
      code: "FILE_REFUSED",
      message: expect.stringMatching(/cannot be used: no space is left on its disk \(ENOSPC\)\.$/),
    });
    const denied = Object.assign(new Error("EACCES"), { code: "EACCES", path: "/etc/shadow" });
    expect(knownError(denied)?.message).toBe("/etc/shadow cannot be used: permission denied (EACCES).");
  });

  it("is nothing else: a file that should be there is a bug", async () => {
    const folder = await temporaryDirectory();
    const missing: unknown = await mkdir(join(folder, "no/such")).catch((error: unknown) => error);
    expect(knownError(missing)).toBeUndefined();
    expect(knownError(new TypeError("x is not a function"))).toBeUndefined();
    expect(knownError("text")).toBeUndefined();
  });
});
