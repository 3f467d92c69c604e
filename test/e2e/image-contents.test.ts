import { homedir } from "node:os";
import { describe, expect, onTestFinished, test } from "vitest";
import { openEngine } from "../../core/adapters/docker/engine.ts";
import { DockerImageReader } from "../../core/adapters/docker/image-reader.ts";
import { DiskImageContentsCache } from "../../core/adapters/image-contents-cache.ts";
import { readImageContents } from "../../core/check/image/image-contents.ts";
import { unattendedTask } from "../../core/progress/index.ts";
import { temporaryDirectory } from "../support/directory.ts";
import { whyNoKind } from "../support/real-components.ts";
import { docker } from "../support/real-engine.ts";

const reason = whyNoKind();
const notebookImage = "quay.io/jupyter/base-notebook:2025-12-31";
const containersOfOurs = () => docker("ps", "--all", "--quiet", "--filter", "label=dev.nbdev.owner=image-contents");

async function open() {
  const host = { env: process.env, homeDirectory: homedir() } as never;
  const images = new DockerImageReader(await openEngine(host, unattendedTask()));
  return { images, cache: new DiskImageContentsCache(await temporaryDirectory()) };
}

describe.skipIf(reason !== undefined)(`the contents of an image${reason === undefined ? "" : ` (${reason})`}`, () => {
  test("are what its Python can import, with versions and kernels, and no container stays", async () => {
    const { images, cache } = await open();
    const contents = await readImageContents(notebookImage, images, cache, unattendedTask());
    expect(contents.modules.get("jupyterhub")).toEqual(["jupyterhub"]);
    expect(contents.modules.has("json")).toBe(true);
    expect(contents.modules.has("torch")).toBe(false);
    expect(contents.versions?.get("jupyterhub")).toMatch(/^\d+\.\d+/);
    expect(contents.kernels).toContain("python3");
    expect(containersOfOurs()).toBe("");
    const again = await readImageContents(notebookImage, images, cache, unattendedTask());
    expect(again).toEqual(contents);
  });

  test("follow what the Dockerfile installs, and cannot reach the network", async () => {
    const { images, cache } = await open();
    const module = "RUN printf 'value = 1\\n' > /tmp/zz.py && mkdir -p /opt/zz && mv /tmp/zz.py /opt/zz/only_here.py\n";
    const dockerfile = `FROM ${notebookImage}\nUSER root\n${module}ENV PYTHONPATH=/opt/zz\nUSER 1000\n`;
    const directory = await temporaryDirectory({ Dockerfile: dockerfile });
    const id = docker("build", "--quiet", directory);
    onTestFinished(() => void docker("image", "rm", id));
    const contents = await readImageContents(id, images, cache, unattendedTask());
    expect(contents.digest).toBe(id);
    expect(contents.modules.get("only_here")).toEqual([]);
    const program = "import socket; print([name for _, name in socket.if_nameindex()])";
    expect((await images.runPython(id, program, unattendedTask())).stdout.trim()).toBe("['lo']");
  });

  test("of an image without Python cannot be read", async () => {
    const { images, cache } = await open();
    const reading = readImageContents("debian:bookworm-slim", images, cache, unattendedTask());
    await expect(reading).rejects.toMatchObject({ code: "IMAGE_UNREADABLE" });
    expect(containersOfOurs()).toBe("");
  });

  test("end with Ctrl-C, and leave no container", async () => {
    const { images } = await open();
    const why = new Error("stopped");
    const stop = new AbortController();
    const task = { signal: stop.signal, progress: () => undefined };
    const running = images.runPython(notebookImage, "import time; time.sleep(1000)", task);
    setTimeout(() => stop.abort(why), 3_000);
    await expect(running).rejects.toBe(why);
    expect(containersOfOurs()).toBe("");
  });
});
