import { utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { NbdevError } from "../../core/errors/index.ts";
import type { HubRuntime } from "../../core/hub/runtime.ts";
import { LocalNbdev, type NbdevOutside } from "../../core/local-nbdev.ts";
import { unattendedTask } from "../../core/progress/index.ts";
import { temporaryDirectory } from "../support/directory.ts";

const builtAt = "2026-01-01T12:00:00Z";
const task = unattendedTask();

function nbdevWith(runtime: Partial<HubRuntime> | "unreachable") {
  const findRuntime = async () => {
    if (runtime !== "unreachable") return runtime;
    throw new NbdevError("DOCKER_UNREACHABLE", { endpoint: "unix:///x", reason: "there is no such socket" });
  };
  const lock = { hold: <T>(_name: string, _task: unknown, work: () => Promise<T>) => work() };
  return new LocalNbdev({ env: {}, lock, findRuntime } as unknown as NbdevOutside);
}

async function course(): Promise<string> {
  const directory = await temporaryDirectory();
  await writeFile(join(directory, "nbdev.yaml"), "course: intro\n");
  await writeFile(join(directory, "a.ipynb"), "{}");
  for (const file of ["nbdev.yaml", "a.ipynb"]) await utimes(join(directory, file), 0, 0);
  return directory;
}

describe("a course", () => {
  it("is described by its files, where no engine answers for its image", async () => {
    const request = { directory: await course() };
    const nbdev = nbdevWith("unreachable");
    expect(await nbdev.describe(request)).toEqual({ name: "intro", notebooks: ["a.ipynb"] });
    await expect(nbdev.image(request, task)).rejects.toMatchObject({ code: "DOCKER_UNREACHABLE" });
  });

  it("has the image that its place knows, with a file that is newer", async () => {
    const request = { directory: await course() };
    const image = { reference: "r/courses:intro", builtAt, bytes: 1 };
    const nbdev = nbdevWith({ findImage: async () => image });
    expect(await nbdev.image(request, task)).toEqual({ ...image, changedFile: undefined });
    await writeFile(join(request.directory, "a.ipynb"), "{ }");
    expect(await nbdev.image(request, task)).toEqual({ ...image, changedFile: "a.ipynb" });
    expect(await nbdevWith({ findImage: async () => undefined }).image(request, task)).toBeUndefined();
  });
});

describe("a cluster whose only course was deleted", () => {
  const gone = { directory: "/nonexistent/course", runtime: "kind" } as const;
  const done: string[] = [];
  const nbdev = nbdevWith({
    type: "kind",
    stop: async () => void done.push("stop"),
    down: async (course) => void done.push(`down ${course?.name ?? "everything"}`),
  });

  it("can be stopped and taken away as a whole; the course alone cannot, since nobody knows its name", async () => {
    await nbdev.stop(gone, task);
    await nbdev.down({ ...gone, all: true }, task);
    await expect(nbdev.down({ ...gone, all: false }, task)).rejects.toMatchObject({ code: "COURSE_NOT_FOUND" });
    expect(done).toEqual(["stop", "down everything"]);
  });
});
