import { chmod } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { hostFromProcess } from "../../../../core/adapters/host.ts";
import { findUv } from "../../../../core/adapters/process/find-uv.ts";
import { temporaryDirectory } from "../../../support/directory.ts";

/** Whether uv is used by somebody with these files in their home directory, and these variables. */
async function usesUv(files: Record<string, string> = {}, variables: Record<string, string> = {}): Promise<boolean> {
  const homeDirectory = await temporaryDirectory({ "bin/uv": "#!/bin/sh\n", ...files });
  const uv = join(homeDirectory, "bin/uv");
  await chmod(uv, 0o755);
  const env = { PATH: join(homeDirectory, "bin"), ...variables };
  return (await findUv({ ...hostFromProcess("/", env), homeDirectory })) === uv;
}

describe("uv", () => {
  it("is used where it is on PATH", async () => {
    expect(await usesUv()).toBe(true);
    expect(await usesUv({}, { PATH: "/nonexistent" })).toBe(false);
  });

  it("is not where pip has a package index of its own, which uv would not ask", async () => {
    expect(await usesUv({ ".config/pip/pip.conf": "[global]\nindex-url = https://i.example\n" })).toBe(false);
    expect(await usesUv({ ".pip/pip.conf": "[install]\nextra_index_url: https://i.example\n" })).toBe(false);
    expect(await usesUv({}, { PIP_INDEX_URL: "https://i.example" })).toBe(false);
    expect(await usesUv({ ".config/pip/pip.conf": "[global]\ncert = /x\n# index-url = no\n" })).toBe(true);
  });
});
