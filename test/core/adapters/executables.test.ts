import { chmod } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findOnPath } from "../../../core/adapters/executables.ts";
import { temporaryDirectory } from "../../support/directory.ts";

describe("finding a program", () => {
  it("takes the one that the user named before those of PATH", async () => {
    const folder = await temporaryDirectory({ kind: "", helm: "" });
    await Promise.all(["kind", "helm"].map((name) => chmod(join(folder, name), 0o755)));
    const host = { env: { PATH: folder }, programs: { kind: "/opt/my-kind" } };
    expect(await findOnPath("kind", host)).toBe("/opt/my-kind");
    expect(await findOnPath("helm", host)).toBe(join(folder, "helm"));
  });

  it("passes over relative entries of PATH, and files that are no programs", async () => {
    const folder = await temporaryDirectory({ kind: "" });
    expect(await findOnPath("kind", { env: { PATH: `.:bin:${folder}` } })).toBeUndefined();
  });
});
