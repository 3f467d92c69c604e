import { describe, expect, test } from "vitest";
import { findCredential } from "../../../../core/adapters/docker/credentials.ts";
import { proxyArguments, readDockerConfig } from "../../../../core/adapters/docker/docker-config.ts";
import type { Command, CommandResult } from "../../../../core/command/index.ts";
import { NbdevError } from "../../../../core/errors/index.ts";
import { type ProgressEvent, unattendedTask } from "../../../../core/progress/index.ts";
import { temporaryDirectory } from "../../../support/directory.ts";

const base64 = (text: string) => Buffer.from(text).toString("base64");

/** A helper that knows these registries; others it answers as real ones do. */
function helper(known: Record<string, { Username: string; Secret: string }>) {
  const asked: Command[] = [];
  const attempt = async (command: Command): Promise<CommandResult> => {
    asked.push(command);
    const found = known[command.stdin ?? ""];
    if (found) return { stdout: JSON.stringify(found), stderr: "", exitCode: 0 };
    return { stdout: "credentials not found in native keychain", stderr: "", exitCode: 1 };
  };
  return { asked, commands: { attempt, run: attempt } };
}

async function find(registry: string, config: object, known = {}, progress?: (event: ProgressEvent) => void) {
  const folder = await temporaryDirectory({ "config.json": JSON.stringify(config) });
  const read = await readDockerConfig({ env: { DOCKER_CONFIG: folder }, homeDirectory: "/nowhere" });
  const { asked, commands } = helper(known);
  return { found: await findCredential(registry, read, commands, unattendedTask(progress)), asked };
}

describe("findCredential", () => {
  test("each host has its own, and another host none", async () => {
    const config = { auths: { "one.test": { auth: base64("me:p:w") }, "two.test:5000": { auth: base64("you:2") } } };
    expect((await find("one.test", config)).found).toEqual({ username: "me", secret: "p:w" });
    expect((await find("two.test:5000", config)).found).toEqual({ username: "you", secret: "2" });
    expect((await find("two.test", config)).found).toBeUndefined();
    expect((await find("evil-one.test", config)).found).toBeUndefined();
  });

  test.each(["docker.io", "registry-1.docker.io", "index.docker.io"])("Docker Hub as %s", async (name) => {
    const config = { auths: { "https://index.docker.io/v1/": { auth: base64("me:hub") } } };
    expect((await find(name, config)).found).toEqual({ username: "me", secret: "hub" });
  });

  test("an old entry by URL", async () => {
    const config = { auths: { "https://one.test/v1/": { auth: base64("me:1") } } };
    expect((await find("one.test", config)).found).toEqual({ username: "me", secret: "1" });
  });

  test("an identity token has no user name", async () => {
    const config = { auths: { "one.test": { auth: base64("me:"), identitytoken: "token" } } };
    expect((await find("one.test", config)).found).toEqual({ username: "", secret: "token" });
    const known = { "one.test": { Username: "<token>", Secret: "token" } };
    expect((await find("one.test", { credsStore: "s" }, known)).found).toEqual({ username: "", secret: "token" });
  });

  test("a host's own helper is asked before the store, with the host on stdin", async () => {
    const config = { credsStore: "desktop", credHelpers: { "one.test": "ecr-login" } };
    const { found, asked } = await find("one.test", config, { "one.test": { Username: "AWS", Secret: "s" } });
    expect(found).toEqual({ username: "AWS", secret: "s" });
    expect(asked).toEqual([{ program: "docker-credential-ecr-login", args: ["get"], stdin: "one.test" }]);
  });

  test("what the helper does not know may be in the file", async () => {
    const config = { credsStore: "desktop", auths: { "one.test": { auth: base64("me:file") } } };
    expect((await find("one.test", config)).found).toEqual({ username: "me", secret: "file" });
  });

  test("a helper that is not installed is said, and the pull goes on without", async () => {
    const events: ProgressEvent[] = [];
    const attempt = () => Promise.reject(new NbdevError("TOOL_FAILED", { tool: "x", line: "x", exitCode: undefined }));
    const read = await readDockerConfig({ env: {}, homeDirectory: "/nowhere" });
    const config = { ...read, credsStore: "desktop" };
    const task = unattendedTask((event) => events.push(event));
    expect(await findCredential("one.test", config, { attempt, run: attempt }, task)).toBeUndefined();
    expect(events).toMatchObject([{ type: "warning", message: expect.stringContaining("docker-credential-desktop") }]);
  });

  test("neither the command nor the secret reaches progress", async () => {
    const events: ProgressEvent[] = [];
    const known = { "one.test": { Username: "me", Secret: "secret" } };
    await find("one.test", { credsStore: "s" }, known, (event) => events.push(event));
    expect(events).toEqual([]);
  });
});

test("an endpoint's own proxies replace the default ones", async () => {
  const read = await readDockerConfig({ env: {}, homeDirectory: "/nowhere" });
  const config = { ...read, proxies: { default: { httpProxy: "a" }, "unix:///x": { ftpProxy: "b" } } };
  expect(proxyArguments(config, "unix:///x")).toEqual({ FTP_PROXY: "b", ftp_proxy: "b" });
  expect(proxyArguments(config, "unix:///y")).toEqual({ HTTP_PROXY: "a", http_proxy: "a" });
});
