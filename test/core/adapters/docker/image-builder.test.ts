import { readFile } from "node:fs/promises";
import { join } from "node:path";
import Docker from "dockerode";
import { describe, expect, test } from "vitest";
import { DockerImageBuilder } from "../../../../core/adapters/docker/image-builder.ts";
import type { Course } from "../../../../core/course/index.ts";
import type { ProgressEvent } from "../../../../core/progress/index.ts";
import { temporaryDirectory } from "../../../support/directory.ts";
import { type FakeEngineAnswers, startFakeEngine } from "../../../support/fake-engine.ts";

const base = "FROM debian:bookworm-slim\n";
const repeat =
  "RUN for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25; do echo line $i; done; exit 3";
const fixtures = join(import.meta.dirname, "../../../fixtures/engine");
const commands = {
  run: () => Promise.reject(new Error("no command is needed")),
  attempt: () => Promise.reject(new Error("no command is needed")),
};

/** A stream that a real engine (20.10.24) gave for such a Dockerfile. */
function recorded(name: string): FakeEngineAnswers["build"] {
  return async (answer) => answer.end(await readFile(join(fixtures, `${name}.jsonl`)));
}

async function build(
  dockerfile: string,
  answers: FakeEngineAnswers,
  options: { config?: object; signal?: AbortSignal; platform?: string } = {},
) {
  const { socket, requests } = await startFakeEngine(answers);
  const directory = await temporaryDirectory({ Dockerfile: dockerfile, "file.txt": "hi" });
  const folder = await temporaryDirectory({ "config.json": JSON.stringify(options.config ?? {}) });
  const host = { env: { DOCKER_CONFIG: folder }, homeDirectory: "/nowhere" } as never;
  const engine = { docker: new Docker({ socketPath: socket }), endpoint: `unix://${socket}`, source: "the test" };
  const course = { name: "hello", directory, imageRepository: "registry.test/courses" } as Course;
  const shown: string[] = [];
  const events: ProgressEvent[] = [];
  const report = {
    output: (line: string) => shown.push(line),
    progress: () => undefined,
    detail: (text: string) => shown.push(`= ${text}`),
  };
  const task = {
    signal: options.signal ?? new AbortController().signal,
    progress: (event: ProgressEvent) => events.push(event),
  };
  const built = new DockerImageBuilder(engine, host, commands).build(
    course,
    { platform: options.platform },
    report,
    task,
  );
  built.catch(() => undefined);
  return { built, shown, requests, events };
}

const builders = [
  { type: "buildkit", buildkit: true },
  { type: "classic", buildkit: false },
] as const;

describe.each(builders)("what the $type builder of a real engine said", ({ type, buildkit }) => {
  test("an image's id and its steps", async () => {
    const dockerfile = `${base}ENV A=1\nCOPY file.txt /file.txt\nRUN echo built\n`;
    const { built, shown, requests } = await build(dockerfile, { buildkit, build: recorded(`${type}-success`) });
    await expect(built).resolves.toMatchObject({ id: expect.stringMatching(/^sha256:[0-9a-f]{64}$/), changed: true });
    expect(shown).toContain("built");
    expect(shown).toContainEqual(expect.stringContaining("RUN echo built"));
    expect(shown.at(-1)).toMatch(/^= [34] steps, \d cached$/);
    const { query } = requests.find(({ path }) => path === "/build") ?? { query: new URLSearchParams() };
    expect(query.get("version")).toBe(buildkit ? "2" : null);
    expect(query.get("t")).toBe("registry.test/courses:hello");
    expect(query.get("platform")).toBe("linux/amd64");
    expect(query.get("forcerm")).toBe("true");
    expect(query.get("buildargs")).toBeNull();
  });

  test("a failing RUN has its line, its exit code and its last twenty lines", async () => {
    const { built } = await build(`${base}${repeat}\n`, { buildkit, build: recorded(`${type}-failing-run`) });
    const error = await built.catch((error: unknown) => error);
    expect(error).toMatchObject({
      code: "BUILD_STEP_FAILED",
      message: `Dockerfile line 2 failed with exit code 3: ${repeat}`,
      output: Array.from({ length: 20 }, (_, index) => `line ${index + 6}`),
    });
  });

  test("a base that cannot be pulled has its line", async () => {
    const dockerfile = "# none\nFROM 127.0.0.1:1/nowhere/none:1\nRUN true\n";
    const { built } = await build(dockerfile, { buildkit, build: recorded(`${type}-no-base`) });
    await expect(built).rejects.toMatchObject({
      code: "BASE_IMAGE_NOT_FOUND",
      message: expect.stringContaining("127.0.0.1:1/nowhere/none:1 (Dockerfile line 2)"),
    });
  });

  test("a COPY of nothing has its line", async () => {
    const { built } = await build(`${base}COPY missing /x\n`, { buildkit, build: recorded(`${type}-missing-copy`) });
    await expect(built).rejects.toMatchObject({
      code: "BUILD_STEP_FAILED",
      message: "Dockerfile line 2 failed: COPY missing /x",
    });
  });

  test("the engine dies", async () => {
    const { built } = await build(base, { buildkit, build: (answer) => answer.destroy() });
    await expect(built).rejects.toMatchObject({ code: "ENGINE_GONE" });
  });

  test("the engine dies after its first words", async () => {
    const { built } = await build(base, {
      buildkit,
      build: (answer) => answer.write('{"stream":"Step 1/1 : FROM a"}\n', () => answer.destroy()),
    });
    await expect(built).rejects.toMatchObject({ code: "ENGINE_GONE" });
  });

  test("an abort cancels the build in the engine", async () => {
    const stop = new AbortController();
    const reason = new Error("stopped");
    const { built, requests } = await build(
      base,
      { buildkit, build: (answer) => answer.write('{"stream":"\\n"}\n', () => stop.abort(reason)) },
      { signal: stop.signal },
    );
    await expect(built).rejects.toBe(reason);
    const buildid = requests.find(({ path }) => path === "/build")?.query.get("buildid");
    await expect.poll(() => requests.find(({ path }) => path === "/build/cancel")?.query.get("id")).toBe(buildid);
  });
});

test("a refusal with a status of its own keeps its reason", async () => {
  const { built } = await build(`${base}FOO bar\n`, {
    build: async (answer) => answer.writeHead(400).end(await readFile(join(fixtures, "classic-syntax.jsonl"))),
  });
  await expect(built).rejects.toMatchObject({
    code: "BUILD_FAILED",
    message: "The image could not be built: dockerfile parse error line 2: unknown instruction: FOO.",
  });
});

test("BuildKit's syntax error names its line", async () => {
  const { built } = await build(base, { buildkit: true, build: recorded("buildkit-syntax") });
  await expect(built).rejects.toMatchObject({ code: "BUILD_FAILED", message: expect.stringContaining("line 2") });
});

test("the engine's disk is full", async () => {
  const line = JSON.stringify({ error: "write /var/lib/docker/x: no space left on device" });
  const { built } = await build(base, { build: (answer) => answer.end(`${line}\n`) });
  await expect(built).rejects.toMatchObject({ code: "DISK_FULL" });
});

test("the same image again is no change", async () => {
  const id = `sha256:${"1".repeat(64)}`;
  const images = { "registry.test/courses:hello": { Id: id } };
  const { built } = await build(base, {
    images,
    build: (answer) => answer.end(`${JSON.stringify({ aux: { ID: id } })}\n`),
  });
  await expect(built).resolves.toMatchObject({ id, changed: false });
});

test("Docker's own proxies reach the build under both spellings", async () => {
  const config = { proxies: { default: { httpsProxy: "http://proxy:3128", noProxy: "" } } };
  const { built, requests } = await build(base, { buildkit: true, build: recorded("buildkit-success") }, { config });
  await built;
  const { query } = requests.find(({ path }) => path === "/build") ?? {};
  expect(JSON.parse(query?.get("buildargs") ?? "")).toEqual({
    HTTPS_PROXY: "http://proxy:3128",
    https_proxy: "http://proxy:3128",
  });
});

test("the classic builder gets the credentials of the base's registry, and no other's", async () => {
  const auth = (text: string) => ({ auth: Buffer.from(text).toString("base64") });
  const config = { auths: { "one.test": auth("me:one"), "two.test": auth("me:two") } };
  const { built, requests } = await build("FROM one.test/a\n", { build: recorded("classic-success") }, { config });
  await built;
  const header = String(requests.find(({ path }) => path === "/build")?.headers["x-registry-config"]);
  expect(JSON.parse(Buffer.from(header, "base64").toString())).toEqual({
    "one.test": { username: "me", password: "one" },
  });
});

describe("on an arm64 engine", () => {
  const noArm = `${JSON.stringify({ error: "no matching manifest for linux/arm64/v8 in the manifest list entries" })}\n`;
  const onlyAmd: FakeEngineAnswers["build"] = (answer, request) =>
    request.query.get("platform") === "linux/arm64"
      ? answer.end(noArm)
      : recorded("classic-success")?.(answer, request);

  test("the image is the node's, and that is a deviation", async () => {
    const { built } = await build(base, { architecture: "aarch64", build: recorded("classic-success") });
    await expect(built).resolves.toMatchObject({ deviations: [{ production: "linux/amd64", here: "linux/arm64" }] });
  });

  test("a base without arm64 is built for production's processor, with a warning", async () => {
    const { built, events } = await build(base, { architecture: "aarch64", build: onlyAmd });
    await expect(built).resolves.toMatchObject({ deviations: [] });
    expect(events).toContainEqual({ type: "warning", message: expect.stringContaining("linux/amd64") });
  });

  test("a platform that was asked for is not replaced", async () => {
    const { built } = await build(base, { architecture: "aarch64", build: onlyAmd }, { platform: "linux/arm64" });
    await expect(built).rejects.toBeInstanceOf(Error);
  });
});

test("a course without a Dockerfile", async () => {
  const { socket } = await startFakeEngine({});
  const engine = { docker: new Docker({ socketPath: socket }), endpoint: "", source: "" };
  const builder = new DockerImageBuilder(engine, { env: {}, homeDirectory: "/nowhere" } as never, commands);
  const course = { name: "a", directory: await temporaryDirectory(), imageRepository: "r.test/a" } as Course;
  const report = { output: () => undefined, progress: () => undefined, detail: () => undefined };
  const task = { signal: new AbortController().signal, progress: () => undefined };
  await expect(builder.build(course, { platform: undefined }, report, task)).rejects.toMatchObject({
    code: "DOCKERFILE_MISSING",
  });
});
