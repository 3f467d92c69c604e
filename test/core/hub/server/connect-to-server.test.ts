import assert from "node:assert/strict";
import { describe, expect, it } from "vitest";
import type { HubApi } from "../../../../core/hub/api/hub-api.ts";
import type { HubRuntime, RunningHub } from "../../../../core/hub/runtime.ts";
import { connectToServer } from "../../../../core/hub/server/connect-to-server.ts";
import type { UserServer } from "../../../../core/hub/status.ts";
import { unattendedTask } from "../../../../core/progress/index.ts";

const hub: RunningHub = { url: "http://127.0.0.1:8000", launchToken: "l", apiToken: "a", deviations: [] };
const server = (user: string, course: string, startedAt: string, state = "ready") =>
  ({ user, course, startedAt, state }) as UserServer;

function outside(running: RunningHub | undefined, servers: UserServer[]) {
  const asked: string[] = [];
  const createServerToken: HubApi["createServerToken"] = async (user, seconds) => {
    asked.push(`${user} for ${seconds} s`);
    return "secret";
  };
  const runtime = { running: async () => running, status: async () => ({ servers }) } as unknown as HubRuntime;
  return { asked, runtime, connect: () => ({ createServerToken }) as unknown as HubApi };
}

describe("connecting a program to a learner's server", () => {
  it("opens the newest ready server of that course, for as long as a server may live", async () => {
    const found = outside(hub, [
      server("old", "intro", "2026-01-01T10:00:00Z"),
      server("new", "intro", "2026-01-01T11:00:00Z"),
      server("starting", "intro", "2026-01-01T12:00:00Z", "starting"),
      server("other", "algebra", "2026-01-01T13:00:00Z"),
    ]);
    const connection = await connectToServer(found, { name: "intro" }, unattendedTask());
    expect(connection).toMatchObject({ user: "new", url: "http://127.0.0.1:8000/user/new/", token: "secret" });
    expect(found.asked).toEqual(["new for 14400 s"]);
  });

  it("says what is missing: the hub, or a server of the course", async () => {
    const task = unattendedTask();
    const course = { name: "intro" };
    await assert.rejects(connectToServer(outside(undefined, []), course, task), { code: "HUB_NOT_RUNNING" });
    const others = outside(hub, [server("other", "algebra", "2026-01-01T13:00:00Z")]);
    await assert.rejects(connectToServer(others, course, task), { code: "SERVER_NOT_RUNNING" });
    expect(others.asked).toEqual([]);
  });
});
