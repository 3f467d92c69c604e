import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { describe, expect, onTestFinished, test } from "vitest";
import { DockerRegistry } from "../../../../core/adapters/docker/registry.ts";
import { ImageReference } from "../../../../core/image/index.ts";
import { unattendedTask } from "../../../../core/progress/index.ts";

const image = ImageReference.parse("registry.test/courses:hello");
const digest = `sha256:${"a".repeat(64)}`;
const pushed = [
  { status: "The push refers to repository [127.0.0.1:1/registry.test/courses]" },
  { status: "Layer already exists", id: "111111111111" },
  { status: "Pushing", id: "222222222222", progressDetail: { current: 10, total: 30 } },
  { status: "Pushing", id: "222222222222", progressDetail: { current: 40 } },
  { status: "Pushed", id: "222222222222" },
  { progressDetail: {}, aux: { Tag: "hello", Digest: digest, Size: 741 } },
];

/** A registry that has, or has not, the manifest; and an engine that has pushed an image before, or has not. */
async function openRegistry(
  held: string | undefined,
  before: { Id: string } | undefined,
  lines: object[] = pushed,
  cutOff?: string,
) {
  const server = createServer((request, answer) => {
    const isThere = request.url === "/v2/registry.test/courses/manifests/hello" && held !== undefined;
    answer.writeHead(isThere ? 200 : 404, isThere ? { "docker-content-digest": held } : {}).end();
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const mirror = `127.0.0.1:${port}/registry.test/courses`;
  const calls: string[] = [];
  const docker = {
    getContainer: () => ({
      inspect: async () => ({ HostConfig: { PortBindings: { "5000/tcp": [{ HostPort: String(port) }] } } }),
    }),
    getImage: (name: string) => ({
      inspect: async () => {
        if (name === String(image)) return { Id: "sha256:new", RepoDigests: [] };
        if (before === undefined) throw Object.assign(new Error("no such image"), { statusCode: 404 });
        return { ...before, RepoDigests: [`elsewhere.test/x@sha256:1`, `${mirror}@${digest}`] };
      },
      tag: async () => calls.push("tag"),
      remove: async () => {
        if (before === undefined) throw Object.assign(new Error("no such image"), { statusCode: 404 });
        calls.push(`remove ${name.replace(String(port), "port")}`);
      },
      push: async () => {
        calls.push("push");
        if (calls.length === 2 && cutOff !== undefined) return Readable.from([JSON.stringify({ error: cutOff })]);
        return Readable.from(lines.map((line) => `${JSON.stringify(line)}\r\n`));
      },
    }),
  };
  const options = { name: "registry", network: "kind", ownerLabel: "owner" };
  return { registry: new DockerRegistry(docker as never, options), calls };
}

describe("DockerRegistry.push", () => {
  test("moves only what the registry lacks, and counts it", async () => {
    const { registry, calls } = await openRegistry(undefined, undefined);
    const bytes: [number, number][] = [];
    const push = await registry.push(image, (now, all) => bytes.push([now, all]), unattendedTask());
    expect(push).toEqual({ digest, bytesMoved: 40 });
    expect(bytes).toEqual([
      [10, 30],
      [40, 40],
    ]);
    expect(calls).toEqual(["tag", "push"]);
  });

  test("changes nothing when the registry holds this very image", async () => {
    const { registry, calls } = await openRegistry(digest, { Id: "sha256:new" });
    const push = await registry.push(image, () => undefined, unattendedTask());
    expect(push).toEqual({ digest, bytesMoved: 0 });
    expect(calls).toEqual([]);
  });

  test.each([
    ["the image is another by now", digest, { Id: "sha256:old" }],
    ["the registry has lost it", undefined, { Id: "sha256:new" }],
    ["the registry has another under that name", `sha256:${"b".repeat(64)}`, { Id: "sha256:new" }],
  ])("pushes again when %s", async (_case, held, before) => {
    const { registry, calls } = await openRegistry(held, before);
    await registry.push(image, () => undefined, unattendedTask());
    expect(calls).toEqual(["tag", "push"]);
  });

  test.each([
    'Put "http://127.0.0.1:1/v2/courses/manifests/hello": EOF',
    "read tcp 127.0.0.1:1: connection reset by peer",
  ])("pushes again where the connection to the registry was cut off: %s", async (error) => {
    const { registry, calls } = await openRegistry(undefined, undefined, pushed, error);
    expect(await registry.push(image, () => undefined, unattendedTask())).toMatchObject({ digest });
    expect(calls).toEqual(["tag", "push", "push"]);
  });

  test.each([
    [{ error: "write: no space left on device" }, "DISK_FULL"],
    [{ errorDetail: { message: "denied" }, error: "denied" }, "DELIVERY_FAILED"],
    [{ status: "Pushing" }, "ENGINE_GONE"],
  ])("an answer of 200 that ends with %j gets its own code", async (line, code) => {
    const { registry } = await openRegistry(undefined, undefined, [line]);
    await expect(registry.push(image, () => undefined, unattendedTask())).rejects.toMatchObject({ code });
  });
});

describe("DockerRegistry.forget", () => {
  test("takes the pushed name away, and not the course's own; once is enough", async () => {
    const { registry, calls } = await openRegistry(digest, { Id: "sha256:new" });
    await registry.forget(image, unattendedTask());
    expect(calls).toEqual(["remove 127.0.0.1:port/registry.test/courses:hello"]);
    await (await openRegistry(digest, undefined)).registry.forget(image, unattendedTask());
  });
});

test("a container of the registry's name that somebody else made is REGISTRY_NOT_OURS", async () => {
  const theirs = { inspect: async () => ({ Config: { Labels: {} }, State: { Running: true } }) };
  const options = { name: "registry", network: "kind", ownerLabel: "owner" };
  const registry = new DockerRegistry({ getContainer: () => theirs } as never, options);
  for (const touch of [registry.ensure("registry:2", unattendedTask()), registry.remove(unattendedTask())]) {
    await expect(touch).rejects.toMatchObject({ code: "REGISTRY_NOT_OURS" });
  }
});
