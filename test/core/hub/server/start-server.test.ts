import { describe, expect, it, onTestFinished, vi } from "vitest";
import { NbdevError } from "../../../../core/errors/index.ts";
import type { HubApi, StartMessage } from "../../../../core/hub/api/hub-api.ts";
import { startServer } from "../../../../core/hub/server/start-server.ts";
import { verifyServer } from "../../../../core/hub/server/verify-server.ts";
import { unattendedTask } from "../../../../core/progress/index.ts";

const report = { output: () => undefined, progress: () => undefined, detail: () => undefined };
const never = () => new Promise<never>(() => undefined);

/** A hub that says these messages, and remembers what it was asked. */
function hub(messages: StartMessage[], files: string[] = []): { api: HubApi; asked: string[] } {
  const asked: string[] = [];
  const api: HubApi = {
    waitUntilAnswering: async () => undefined,
    runningUsers: async () => new Set(),
    createUser: async (user) => void asked.push(`create ${user}`),
    startServer: async (user, options) => void asked.push(`start ${user} ${options.nbdev.course}`),
    async *followStart() {
      yield* messages;
      if (!messages.some(({ ready }) => ready)) await never();
    },
    hasFile: async (_, path) => files.includes(path),
    listDirectory: async (_, path) =>
      files
        .filter((file) => file.lastIndexOf("/") === path.length - (path === "" ? 1 : 0))
        .map((file) => file.split("/").at(-1) ?? ""),
    pageStatus: async () => 200,
    createServerToken: async () => "a token",
    deleteUser: async (user) => void asked.push(`delete ${user}`),
  };
  return { api, asked };
}

describe("starting a learner's server", () => {
  const options = { nbdev: { course: "hello", notebook: "a.ipynb" } };
  const ready = { message: "ready", ready: true, failed: false };

  it("ends with the user whose server is ready", async () => {
    const { api, asked } = hub([ready]);
    const user = await startServer(
      { hub: api, runtime: { watchServer: never }, newUserName: () => "u" },
      options,
      report,
      unattendedTask(),
    );
    expect([user, ...asked]).toEqual(["u", "create u", "start u hello"]);
  });

  it("throws the cause that the runtime sees, at once, and leaves no user behind", async () => {
    const { api, asked } = hub([{ message: "pulling", ready: false, failed: false }]);
    const cause = new NbdevError("SERVER_OOM_KILLED", { limit: "4.0 GiB" });
    const started = startServer(
      { hub: api, runtime: { watchServer: () => Promise.reject(cause) }, newUserName: () => "u" },
      options,
      report,
      unattendedTask(),
    );
    await expect(started).rejects.toBe(cause);
    expect(asked.at(-1)).toBe("delete u");
  });
});

describe("a server that neither comes up nor fails", () => {
  it("is SERVER_TIMEOUT after production's ten minutes, and leaves no user behind", async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const { api, asked } = hub([{ message: "pulling", ready: false, failed: false }]);
    const outside = { hub: api, runtime: { watchServer: never }, newUserName: () => "u" };
    const started = startServer(outside, { nbdev: { course: "hello", notebook: "" } }, report, unattendedTask());
    const failed = expect(started).rejects.toMatchObject({ code: "SERVER_TIMEOUT" });
    await vi.advanceTimersByTimeAsync(599_000);
    expect(asked).not.toContain("delete u");
    await vi.advanceTimersByTimeAsync(2_000);
    await failed;
    expect(asked.at(-1)).toBe("delete u");
  });
});

describe("checking what a learner would see", () => {
  const server = { user: "u", image: { reference: "r", digest: "sha256:1" } };

  it("accepts the delivered image with the notebook in it", async () => {
    const { api } = hub([], ["a.ipynb"]);
    await expect(
      verifyServer(api, server, { digest: "sha256:1", notebook: "a.ipynb" }, unattendedTask()),
    ).resolves.toBeUndefined();
  });

  it("refuses another image", async () => {
    const { api } = hub([], ["a.ipynb"]);
    await expect(
      verifyServer(api, server, { digest: "sha256:2", notebook: "a.ipynb" }, unattendedTask()),
    ).rejects.toMatchObject({ code: "STALE_IMAGE" });
  });

  it("refuses a page that is not served, though the file is there", async () => {
    const { api } = hub([], ["a.ipynb"]);
    const broken = { ...api, pageStatus: async () => 500 };
    await expect(
      verifyServer(broken, server, { digest: "sha256:1", notebook: "a.ipynb" }, unattendedTask()),
    ).rejects.toMatchObject({ code: "HUB_UNREACHABLE", message: expect.stringContaining("the page answers 500") });
  });

  it("names the notebook that differs only in case", async () => {
    const { api } = hub([], ["A.ipynb"]);
    await expect(
      verifyServer(api, server, { digest: "sha256:1", notebook: "a.ipynb" }, unattendedTask()),
    ).rejects.toMatchObject({
      code: "NOTEBOOK_NOT_IN_IMAGE",
      hint: expect.stringContaining('"A.ipynb"'),
    });
  });
});
