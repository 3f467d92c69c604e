import { describe, expect, it } from "vitest";
import { hostFromProcess } from "../../core/adapters/host.ts";
import { createNbdev } from "../../core/create-nbdev.ts";
import { unattendedTask } from "../../core/progress/index.ts";
import { temporaryDirectory } from "../support/directory.ts";

describe("what changes a hub is a step that a person can watch", () => {
  it.each([
    ["stop", "Stop the hub and keep its data"],
    ["down", "Take everything away"],
    ["prune", "Remove what old builds left"],
  ] as const)("%s", async (name, title) => {
    const home = await temporaryDirectory();
    const env = { NBDEV_STATE_DIR: home, NBDEV_CACHE_DIR: home };
    const nbdev = createNbdev({ ...hostFromProcess(process.cwd(), env), platform: "linux", homeDirectory: home });
    const events: unknown[] = [];
    const task = unattendedTask((event) => events.push(event));
    await nbdev[name]({ directory: home, runtime: "process", all: true }, task);
    expect(events).toEqual([
      { type: "plan", steps: [{ id: name, title }] },
      { type: "step-started", step: name, title },
      expect.objectContaining({ type: "step-done", step: name }),
    ]);
  });
});

describe("on a system other than Linux", () => {
  const nbdevOn = async (platform: NodeJS.Platform) => {
    const home = await temporaryDirectory();
    const env = { NBDEV_STATE_DIR: home, NBDEV_CACHE_DIR: home, DOCKER_HOST: "unix:///nonexistent.sock" };
    return { nbdev: createNbdev({ ...hostFromProcess("/", env), platform, homeDirectory: home }), home };
  };

  it.each([
    "darwin",
    "win32",
  ] as const)("%s: the process runtime says so instead of failing midway", async (platform) => {
    const { nbdev, home } = await nbdevOn(platform);
    await expect(nbdev.status({ directory: home, runtime: "process" }, unattendedTask())).rejects.toMatchObject({
      code: "PROCESS_RUNTIME_UNSUPPORTED",
      message: expect.stringContaining(platform),
      hint: expect.stringContaining("--runtime kind"),
    });
  });

  it("auto never ends there: what keeps kind from running is the error", async () => {
    const { nbdev, home } = await nbdevOn("darwin");
    await expect(nbdev.status({ directory: home, runtime: "auto" }, unattendedTask())).rejects.toMatchObject({
      code: expect.stringMatching(/^DOCKER_/),
    });
  });
});
