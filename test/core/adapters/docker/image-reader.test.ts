import Docker from "dockerode";
import { describe, expect, test } from "vitest";
import { DockerImageReader } from "../../../../core/adapters/docker/image-reader.ts";
import { unattendedTask } from "../../../../core/progress/index.ts";
import { type FakeEngineAnswers, startFakeEngine } from "../../../support/fake-engine.ts";

async function open(answers: FakeEngineAnswers) {
  const { socket, requests } = await startFakeEngine(answers);
  const engine = { docker: new Docker({ socketPath: socket }), endpoint: `unix://${socket}`, source: "the test" };
  const asked = () => requests.map(({ method, path }) => `${method} ${path}`);
  return { reader: new DockerImageReader(engine), requests, asked };
}

describe("a look into an image", () => {
  test("knows an image by its id, and says so where there is none", async () => {
    const { reader } = await open({ images: { "courses:hello": { Id: "sha256:1" } } });
    expect(await reader.idOf("courses:hello", unattendedTask())).toBe("sha256:1");
    expect(await reader.idOf("courses:other", unattendedTask())).toBeUndefined();
  });

  test("runs Python alone: no entry point, no network, no privileges, and nothing stays", async () => {
    const { reader, requests, asked } = await open({ container: { stdout: "{}", stderr: "a warning", exitCode: 0 } });
    const run = await reader.runPython("sha256:1", "print({})", unattendedTask());
    expect(run).toEqual({ stdout: "{}", stderr: "a warning", exitCode: 0 });
    expect(JSON.parse(String(requests[0]?.body))).toMatchObject({
      Image: "sha256:1",
      Entrypoint: ["python3"],
      Cmd: ["-c", "print({})"],
      NetworkDisabled: true,
      HostConfig: { NetworkMode: "none", CapDrop: ["ALL"], SecurityOpt: ["no-new-privileges"] },
    });
    expect(asked().at(-1)).toBe("DELETE /containers/c1");
    expect(requests.at(-1)?.query.get("force")).toBe("true");
  });

  test("of a long output loses nothing", async () => {
    const stdout = "x".repeat(300_000);
    const { reader } = await open({ container: { stdout, stderr: "", exitCode: 0 } });
    expect((await reader.runPython("sha256:1", "", unattendedTask())).stdout).toBe(stdout);
  });

  test("says by its exit code that Python failed, and removes the container all the same", async () => {
    const { reader, asked } = await open({ container: { stdout: "", stderr: "Traceback", exitCode: 1 } });
    expect(await reader.runPython("sha256:1", "", unattendedTask())).toMatchObject({
      exitCode: 1,
      stderr: "Traceback",
    });
    expect(asked()).toContain("DELETE /containers/c1");
  });

  test("of an image without Python is no error of the engine", async () => {
    const refusal = 'exec: "python3": executable file not found in $PATH: unknown';
    const { reader, asked } = await open({ container: { refusal } });
    expect(await reader.runPython("sha256:1", "", unattendedTask())).toMatchObject({ exitCode: undefined });
    expect(asked()).toContain("DELETE /containers/c1");
  });

  test("ends with the task that asked for it, before or while it runs", async () => {
    const { reader, asked } = await open({ container: { stdout: "", stderr: "", exitCode: 0 } });
    const why = new Error("stopped");
    const stopped = { signal: AbortSignal.abort(why), progress: () => undefined };
    await expect(reader.runPython("sha256:1", "", stopped)).rejects.toBe(why);
    expect(asked()).toEqual([]);
  });
});
