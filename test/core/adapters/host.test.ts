import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { hostFromProcess } from "../../../core/adapters/host.ts";

describe("hostFromProcess", () => {
  it("lets one variable move each directory", () => {
    const env = {
      NBDEV_CACHE_DIR: "/c",
      NBDEV_STATE_DIR: "/s",
      NBDEV_RUNTIME_DIR: "/r",
      XDG_RUNTIME_DIR: "/run/user/1",
    };
    expect(hostFromProcess("/nbdev", env)).toMatchObject({
      installation: "/nbdev",
      env,
      nodePath: process.execPath,
      directories: { cache: "/c", state: "/s", runtime: "/r" },
    });
  });

  it("puts sockets where the session has them, else below the state, never in /tmp", () => {
    const runtime = (env: Record<string, string>) => hostFromProcess("/", env).directories.runtime;
    expect(runtime({ XDG_RUNTIME_DIR: "/run/user/1", NBDEV_RUNTIME_DIR: "" })).toBe("/run/user/1/nbdev");
    expect(runtime({ NBDEV_STATE_DIR: "/s" })).toBe(join("/s", "run"));
  });
});
