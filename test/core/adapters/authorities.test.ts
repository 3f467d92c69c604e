import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { authoritiesOf } from "../../../core/adapters/authorities.ts";
import { temporaryDirectory } from "../../support/directory.ts";

const pem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

describe("a company's certificate authorities", () => {
  it("are those of --ca-bundle, else Node's own", async () => {
    const folder = await temporaryDirectory({ "a.pem": pem, "b.pem": `${pem}${pem}` });
    const env = { NODE_EXTRA_CA_CERTS: join(folder, "b.pem") };
    expect(await authoritiesOf({ env }, join(folder, "a.pem"))()).toBe(pem);
    expect(await authoritiesOf({ env }, undefined)()).toBe(pem + pem);
    expect(await authoritiesOf({ env: {} }, undefined)()).toBeUndefined();
  });

  it.each([
    ["is not there", {}, /company\.pem cannot be read \(ENOENT\)\./],
    ["is in another form", { "company.pem": "\x30\x82" }, /company\.pem holds no certificate in PEM form\./],
  ])("in a named file that %s are CA_BUNDLE_INVALID; from Node's variable they count as none", async (_, files, message) => {
    const path = join(await temporaryDirectory(files as Record<string, string>), "company.pem");
    await expect(authoritiesOf({ env: {} }, path)()).rejects.toMatchObject({
      code: "CA_BUNDLE_INVALID",
      message: expect.stringMatching(message),
    });
    expect(await authoritiesOf({ env: { NODE_EXTRA_CA_CERTS: path } }, undefined)()).toBeUndefined();
  });
});
