import assert from "node:assert/strict";
import { describe, expect, it } from "vitest";
import * as core from "../../core/index.ts";
import { NbdevOpener } from "../../extension/open-nbdev.ts";
import { temporaryDirectory } from "../support/directory.ts";

function opener(trusted: boolean, made: core.Host[] = []) {
  return new NbdevOpener({
    installation: "/nbdev",
    isTrusted: () => trusted,
    programs: () => ({ kind: "/opt/kind" }),
    loadCore: async () => ({
      ...core,
      createNbdev: (host) => {
        made.push(host);
        return core.createNbdev(host);
      },
    }),
  });
}

describe("the trust gate", () => {
  it("makes nothing that could start a program in a restricted workspace", async () => {
    const made: core.Host[] = [];
    await assert.rejects(opener(false, made).open("Open intro in local hub"), {
      code: "WORKSPACE_NOT_TRUSTED",
      message: "Open intro in local hub would start programs, and this workspace is not trusted.",
    });
    expect(made).toEqual([]);
  });

  it("gives a restricted workspace the checks, and only them", async () => {
    const directory = await temporaryDirectory({ Dockerfile: "FROM x\nCOPY missing.txt .\n" });
    const checks = await opener(false).openChecks();
    expect(Object.keys(checks)).toEqual(["check"]);
    const { diagnostics } = await checks.check({ directory }, core.unattendedTask());
    expect(diagnostics.map(({ code }) => code)).toContain("NB110");
  });

  it("opens a trusted one with the programs that the user named", async () => {
    const made: core.Host[] = [];
    await opener(true, made).open("Anything");
    expect(made[0]).toMatchObject({ installation: "/nbdev", programs: { kind: "/opt/kind" } });
  });
});
