import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ProcessHub, type ProcessHubOutside } from "../../../../core/hub/process/process-hub.ts";
import type { HubRequest } from "../../../../core/hub/runtime.ts";
import { temporaryDirectory } from "../../../support/directory.ts";

const url = "postgresql://hub:secret@127.0.0.1/hub";
const digestOfUrl = "a7fa97e2c1f8b30f8b5d2a1c8fd9d3d4fb3d7f1c0";
const asked = { limits: { memory: 4 }, port: undefined } as unknown as HubRequest;

/** A hub that was started from `environments/made-1` with 4 bytes, on port 8000 and with this database. */
async function hubStartedWith(databaseDigest: string, database?: string) {
  const folder = await temporaryDirectory();
  const environment = join(folder, "environments/hub");
  await mkdir(join(folder, "environments/made-1"), { recursive: true });
  await symlink("made-1", environment);
  const texts = ["instance", "folder", "proxyToken", "cookieSecret", "database", "launchToken", "apiToken"];
  const more = ["images", "servers", "logs"];
  const settings = {
    ...Object.fromEntries([...texts, ...more].map((name) => [name, "x"])),
    port: 8000,
    hubPort: 1,
    proxyApiPort: 2,
    proxyCommand: [],
    memoryLimit: 4,
    environment: join(folder, "environments/made-1"),
    databaseDigest,
  };
  await writeFile(join(folder, "settings.json"), JSON.stringify(settings));
  return { hub: new ProcessHub({ folder, database } as ProcessHubOutside), environment, folder };
}

describe("a running hub", () => {
  it("is as asked while limits, port, environment and database are what they were", async () => {
    const { hub, environment } = await hubStartedWith("");
    expect(await hub.isAsAsked(environment, asked)).toBe(true);
    expect(await hub.isAsAsked(environment, { ...asked, port: 8000 })).toBe(true);
    expect(await hub.isAsAsked(environment, { ...asked, port: 8001 })).toBe(false);
    expect(await hub.isAsAsked(environment, { ...asked, limits: { ...asked.limits, memory: 3 } })).toBe(false);
  });

  it("is none to go on with once its environment was made anew", async () => {
    const { hub, folder } = await hubStartedWith("");
    await mkdir(join(folder, "environments/made-2"));
    await symlink("made-2", join(folder, "environments/anew"));
    expect(await hub.isAsAsked(join(folder, "environments/anew"), asked)).toBe(false);
  });

  it("keeps a database that nobody names, and gives way to one that somebody does", async () => {
    const kept = await hubStartedWith(digestOfUrl);
    expect(await kept.hub.isAsAsked(kept.environment, asked)).toBe(true);
    const other = await hubStartedWith("", url);
    expect(await other.hub.isAsAsked(other.environment, asked)).toBe(false);
  });
});
