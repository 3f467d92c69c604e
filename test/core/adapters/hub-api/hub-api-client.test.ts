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
