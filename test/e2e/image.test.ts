import { execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { connect, createServer, type Socket } from "node:net";
import { homedir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import { openEngine } from "../../core/adapters/docker/engine.ts";
import { DockerImageBuilder } from "../../core/adapters/docker/image-builder.ts";
import { ProcessRunner } from "../../core/adapters/process-runner.ts";
import type { Course } from "../../core/course/index.ts";
import { unattendedTask } from "../../core/progress/index.ts";
import { temporaryDirectory } from "../support/directory.ts";
import { whyNoKind } from "../support/real-components.ts";
import { docker } from "../support/real-engine.ts";

const reason = whyNoKind();
const base = "FROM debian:bookworm-slim\n";
const repository = "nbdev.test/image-suite";

async function open(env: Record<string, string | undefined> = process.env) {
  const host = { env, homeDirectory: homedir() } as never;
  const engine = await openEngine(host, unattendedTask());
  return { engine, builder: new DockerImageBuilder(engine, host, new ProcessRunner(host)) };
}

async function newCourse(files: Record<string, string>): Promise<Course> {
  return { name: "hello", directory: await temporaryDirectory(files), imageRepository: repository } as Course;
}

function newReport() {
  const shown: string[] = [];
  const output = (line: string) => void shown.push(line);
  return { shown, report: { output, progress: () => undefined, detail: output } };
}

describe.skipIf(reason !== undefined)(`the engine's builder${reason === undefined ? "" : ` (${reason})`}`, () => {
  afterAll(async () => {
    await (await open()).builder.remove(repository, undefined, unattendedTask());
  });

  test("an image is changed by its course, and leaves nothing of the one before", async () => {
    const { builder } = await open();
    const course = await newCourse({ Dockerfile: `${base}COPY a.txt /\n`, "a.txt": String(Math.random()) });
    const build = () => builder.build(course, { platform: undefined }, newReport().report, unattendedTask());
    const first = await build();
    expect(first.changed).toBe(true);
    expect(await build()).toMatchObject({ id: first.id, changed: false });
    await writeFile(join(course.directory, "a.txt"), "another");
    const second = await build();
    expect(second).toMatchObject({ changed: true });
    expect(docker("image", "ls", "--quiet", "--no-trunc", repository)).toBe(second.id);
    expect(() => docker("image", "inspect", first.id)).toThrow();
  });

  test("Ctrl-C ends the RUN in the engine", async () => {
    const { builder } = await open();
    const seconds = 100_000 + Math.floor(Math.random() * 100_000);
    const course = await newCourse({ Dockerfile: `${base}RUN echo started && sleep ${seconds}\n` });
    const stop = new AbortController();
    const why = new Error("stopped");
    const running = () => execFileSync("ps", ["ax"], { encoding: "utf8" }).includes(`sleep ${seconds}`);
    const seen: boolean[] = [];
    const onLine = (line: string) => {
      if (line !== "started") return;
      seen.push(running());
      stop.abort(why);
    };
    const report = { output: onLine, progress: () => undefined, detail: () => undefined };
    const task = { signal: stop.signal, progress: () => undefined };
    await expect(builder.build(course, { platform: undefined }, report, task)).rejects.toBe(why);
    expect(seen).toEqual([true]);
    await expect.poll(running, { timeout: 15_000 }).toBe(false);
  });

  test("an engine that goes away during a build is named", async () => {
    const { socket, hangUp } = await proxyOf((await open()).engine.endpoint.replace("unix://", ""));
    const { builder } = await open({ ...process.env, DOCKER_HOST: `unix://${socket}` });
    const course = await newCourse({ Dockerfile: `${base}RUN echo started && sleep 100\n` });
    const report = {
      output: (line: string) => line === "started" && hangUp(),
      progress: () => undefined,
      detail: () => undefined,
    };
    const build = builder.build(course, { platform: undefined }, report, unattendedTask());
    await expect(build).rejects.toMatchObject({ code: "ENGINE_GONE" });
  });

  test("prune leaves images alone that are not ours", async () => {
    const { builder } = await open();
    const directory = await temporaryDirectory({ Dockerfile: `${base}LABEL a=${Math.random()}\n` });
    const theirs = docker("build", "--quiet", directory);
    onTestFinished(() => void docker("image", "rm", theirs));
    expect((await builder.prune(unattendedTask())).removed).not.toContain(theirs);
    expect(docker("image", "inspect", "--format", "{{.Id}}", theirs)).toBe(theirs);
  });
});

/** A way to the engine that can be broken. */
async function proxyOf(target: string): Promise<{ socket: string; hangUp(): void }> {
  const socket = join(await temporaryDirectory(), "docker.sock");
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(target);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(from);
      from.on("error", () => to.destroy());
      from.pipe(to);
    }
  }).listen(socket);
  await new Promise((resolve) => server.once("listening", resolve));
  const hangUp = () => {
    server.close();
    for (const each of open) each.destroy();
  };
  onTestFinished(hangUp);
  return { socket, hangUp };
}
