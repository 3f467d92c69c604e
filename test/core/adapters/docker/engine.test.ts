import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { connectionError, openEngine, readEngineFacts } from "../../../../core/adapters/docker/engine.ts";
import { Interruption, unattendedTask } from "../../../../core/progress/index.ts";
import { temporaryDirectory } from "../../../support/directory.ts";
import { startFakeEngine } from "../../../support/fake-engine.ts";

const folderOf = (name: string) => createHash("sha256").update(name).digest("hex");

async function hostWith(env: Record<string, string>, context?: { name: string; endpoint: string; current?: boolean }) {
  const files: Record<string, string> = {};
  if (context) {
    const meta = { Name: context.name, Endpoints: { docker: { Host: context.endpoint } } };
    files[`.docker/contexts/meta/${folderOf(context.name)}/meta.json`] = JSON.stringify(meta);
    if (context.current) files[".docker/config.json"] = JSON.stringify({ currentContext: context.name });
  }
  return { env, homeDirectory: await temporaryDirectory(files) } as never;
}

describe("openEngine", () => {
  test("DOCKER_HOST comes before every context", async () => {
    const { socket } = await startFakeEngine({});
    const context = { name: "far", endpoint: "tcp://far.test:2376", current: true };
    const host = await hostWith({ DOCKER_HOST: `unix://${socket}`, DOCKER_CONTEXT: "far" }, context);
    const engine = await openEngine(host, unattendedTask());
    expect(engine).toMatchObject({ endpoint: `unix://${socket}`, source: "DOCKER_HOST" });
    expect(await readEngineFacts(engine)).toMatchObject({
      cgroupVersion: 1,
      architecture: "amd64",
      version: "20.10.24",
    });
  });

  test("the current context, as Colima or Docker Desktop set it", async () => {
    const { socket } = await startFakeEngine({});
    const host = await hostWith({}, { name: "colima", endpoint: `unix://${socket}`, current: true });
    expect(await openEngine(host, unattendedTask())).toMatchObject({ source: "docker context colima" });
  });

  test("DOCKER_CONTEXT comes before the current context", async () => {
    const { socket } = await startFakeEngine({});
    const host = await hostWith({ DOCKER_CONTEXT: "mine" }, { name: "mine", endpoint: `unix://${socket}` });
    expect(await openEngine(host, unattendedTask())).toMatchObject({ source: "docker context mine" });
  });

  test("a context that is gone", async () => {
    await expect(openEngine(await hostWith({ DOCKER_CONTEXT: "gone" }), unattendedTask())).rejects.toMatchObject({
      code: "DOCKER_UNREACHABLE",
      message: expect.stringContaining('"gone"'),
    });
  });

  test.each([
    "tcp://far.test:2375",
    "ssh://me@far.test",
    "ssh://localhost",
    "tcp://192.168.1.2:2376",
  ])("%s is not on this machine", async (endpoint) => {
    await expect(openEngine(await hostWith({ DOCKER_HOST: endpoint }), unattendedTask())).rejects.toMatchObject({
      code: "DOCKER_REMOTE",
      message: expect.stringContaining("DOCKER_HOST"),
    });
  });

  test.each([
    "tcp://127.0.0.1:1",
    "tcp://[::1]:1",
    "unix:///nowhere/docker.sock",
    "nonsense",
  ])("nothing answers at %s", async (endpoint) => {
    await expect(openEngine(await hostWith({ DOCKER_HOST: endpoint }), unattendedTask())).rejects.toMatchObject({
      code: "DOCKER_UNREACHABLE",
      message: expect.stringContaining(endpoint),
    });
  });

  test("a file that is no socket", async () => {
    const socket = join(await temporaryDirectory(), "docker.sock");
    await writeFile(socket, "");
    await expect(
      openEngine(await hostWith({ DOCKER_HOST: `unix://${socket}` }), unattendedTask()),
    ).rejects.toMatchObject({
      code: "DOCKER_UNREACHABLE",
    });
  });

  test("something that never answers is left when a person cancels", async () => {
    const socket = join(await temporaryDirectory(), "docker.sock");
    const cancel = new AbortController();
    const server = createServer(() => cancel.abort(new Interruption("SIGINT"))).listen(socket);
    await new Promise((resolve) => server.once("listening", resolve));
    const task = { signal: cancel.signal, progress: () => undefined };
    const opening = openEngine(await hostWith({ DOCKER_HOST: `unix://${socket}` }), task);
    await expect(opening).rejects.toBeInstanceOf(Interruption);
    server.close();
  });

  test("something that hangs up at once", async () => {
    const socket = join(await temporaryDirectory(), "docker.sock");
    const server = createServer((connection) => connection.destroy()).listen(socket);
    await new Promise((resolve) => server.once("listening", resolve));
    await expect(
      openEngine(await hostWith({ DOCKER_HOST: `unix://${socket}` }), unattendedTask()),
    ).rejects.toMatchObject({
      code: "DOCKER_UNREACHABLE",
    });
    server.close();
  });
});

test.each(["EACCES", "EPERM"])("%s on the socket is about permission", (code) => {
  const error = Object.assign(new Error("connect"), { code });
  expect(connectionError(error, "unix:///var/run/docker.sock")).toMatchObject({
    code: "DOCKER_FORBIDDEN",
    hint: expect.stringContaining("usermod -aG docker"),
  });
});
