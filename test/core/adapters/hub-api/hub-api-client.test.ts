import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { HubApiClient } from "../../../../core/adapters/hub-api/hub-api-client.ts";
import { unattendedTask } from "../../../../core/progress/index.ts";

/** A hub whose list of active users is this, as JupyterHub 5.5 gives it. */
async function hubWith(users: readonly object[]): Promise<HubApiClient> {
  const server = createServer((request, answer) => {
    const isAsked = request.url === "/hub/api/users?state=active&limit=1000";
    answer.writeHead(isAsked ? 200 : 404).end(JSON.stringify(users));
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return new HubApiClient({ url, apiToken: "api" });
}

test("a server that is being stopped is none to use: it answers while its files go", async () => {
  const hub = await hubWith([
    { name: "running", pending: null },
    { name: "starting", pending: "spawn" },
    { name: "ending", pending: "stop" },
  ]);
  expect(await hub.runningUsers(unattendedTask())).toEqual(new Set(["running", "starting"]));
});

test("a hub that refuses or does not answer is HUB_UNREACHABLE, with its own words", async () => {
  const hub = await hubWith([]);
  await expect(hub.createUser("u", unattendedTask())).rejects.toMatchObject({
    code: "HUB_UNREACHABLE",
    message: expect.stringContaining("POST /users/u answers 404"),
  });
  await expect(hub.waitUntilAnswering(0, unattendedTask())).rejects.toMatchObject({
    code: "HUB_UNREACHABLE",
    message: expect.stringContaining("it answers 404"),
  });
  const nobody = new HubApiClient({ url: "http://127.0.0.1:1", apiToken: "api" });
  await expect(nobody.runningUsers(unattendedTask())).rejects.toMatchObject({
    code: "HUB_UNREACHABLE",
    message: expect.not.stringContaining("fetch failed"),
  });
});
