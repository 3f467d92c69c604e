import type { ServerResponse } from "node:http";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { isolatedEnvironment, runCli } from "../support/cli.ts";
import { temporaryDirectory } from "../support/directory.ts";
import { startLockedServer } from "../support/locked-registry.ts";
import { whyNoKind } from "../support/real-components.ts";

const reason = whyNoKind();
const basic = 'Basic realm="a registry of the test"';

/** A real engine asks for credentials as it likes: by host, at a token's server, again after a refusal. */
describe.skipIf(reason !== undefined)(`registries' credentials${reason === undefined ? "" : ` (${reason})`}`, () => {
  test("each registry, and each registry's token server, is shown its own and no other", async () => {
    const notFound = answerTogether(3);
    const first = await startLockedServer({ key: header("first:secret-1"), challenge: basic, admit: notFound });
    const second = await startLockedServer({ key: header("second:secret-2"), challenge: basic, admit: notFound });
    const token = (answer: ServerResponse) => answer.end(JSON.stringify({ token: "for-third" }));
    const tokens = await startLockedServer({ key: header("third:secret-3"), challenge: basic, admit: token });
    const bearer = `Bearer realm="http://${tokens.host}/token",service="third"`;
    const third = await startLockedServer({ key: "Bearer for-third", challenge: bearer, admit: notFound });

    const auths = {
      [first.host]: "first:secret-1",
      [second.host]: "second:secret-2",
      [third.host]: "third:secret-3",
      "registry.example.org": "nobody:asks-for-this",
    };
    const { exitCode, stderr } = await build([first.host, second.host, third.host], auths);
    expect([...first.shown]).toEqual([header("first:secret-1")]);
    expect([...second.shown]).toEqual([header("second:secret-2")]);
    expect([...tokens.shown]).toEqual([header("third:secret-3")]);
    expect([...third.shown]).toEqual(["Bearer for-third"]);
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("not found") });
  });

  test("a registry that asks late in a build gets an answer too", async () => {
    const admit = (answer: ServerResponse) => answer.writeHead(404).end();
    // Longer than an engine keeps a session that does not say that it is well.
    const slow = await startLockedServer({ key: header("me:secret"), challenge: basic, hesitates: 12_000, admit });
    const { exitCode, stderr } = await build([slow.host], { [slow.host]: "me:secret" });
    expect([...slow.shown]).toEqual([header("me:secret")]);
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("not found") });
  });

  test("a registry for which there is none is shown none, however it asks", async () => {
    const nobody = { key: undefined, challenge: basic, admit: () => undefined };
    const unknown = await startLockedServer(nobody);
    const tokens = await startLockedServer(nobody);
    const bearer = `Bearer realm="http://${tokens.host}/token",service="unknown"`;
    const unknownToo = await startLockedServer({ ...nobody, challenge: bearer });
    const auths = { "127.0.0.1": "loopback:secret", "https://index.docker.io/v1/": "hub:secret" };
    for (const { host } of [unknown, unknownToo]) {
      const { exitCode, stderr } = await build([host], auths);
      expect({ exitCode, stderr }).toMatchObject({ exitCode: 2, stderr: expect.stringContaining(host) });
    }
    for (const { requests } of [unknown, tokens, unknownToo]) expect(requests()).toBeGreaterThan(0);
    expect([...unknown.shown, ...tokens.shown, ...unknownToo.shown]).toEqual([]);
  });
});

/** Builds a course that stands on an image of each registry, with these credentials in Docker's configuration. */
async function build(registries: readonly string[], auths: Readonly<Record<string, string>>) {
  const stages = registries.map((host, index) => `FROM ${host}/base:1 AS stage${index}\n`);
  const copies = registries.slice(1).map((_, index) => `COPY --from=stage${index} /etc/hostname /${index}\n`);
  const kept = Object.entries(auths).map(([host, login]) => [host, { auth: base64(login) }]);
  const directory = await temporaryDirectory({
    "course/Dockerfile": [...stages, ...copies].join(""),
    "course/nbdev.yaml": "course: credentials\nimage:\n  repository: nbdev.test/registry-credentials\n",
    "docker/config.json": JSON.stringify({ auths: Object.fromEntries(kept) }),
  });
  const env = { ...isolatedEnvironment(), DOCKER_CONFIG: join(directory, "docker") };
  return runCli(["build", join(directory, "course"), "--runtime", "kind"], { env });
}

/** No image, said to all at once: an engine that hears it from one registry asks no other any more. */
function answerTogether(count: number): (answer: ServerResponse) => Promise<void> {
  const asking = new Set<number | undefined>();
  let release: () => void = () => undefined;
  const all = new Promise<void>((resolve) => {
    release = resolve;
  });
  return async (answer) => {
    asking.add(answer.req.socket.localPort);
    if (asking.size === count) release();
    await all;
    answer.writeHead(404).end();
  };
}

function header(login: string): string {
  return `Basic ${base64(login)}`;
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
