import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { hostFromProcess } from "../../../core/adapters/host.ts";
import { processHubFolder } from "../../../core/adapters/process/create-process-runtime.ts";
import { createNbdev } from "../../../core/create-nbdev.ts";
import type { Directories } from "../../../core/host.ts";
import { unattendedTask } from "../../../core/progress/index.ts";
import { temporaryDirectory } from "../../support/directory.ts";
import { startFakeEngine } from "../../support/fake-engine.ts";

const reference = "610119931565.dkr.ecr.us-east-1.amazonaws.com/ol-course-notebooks:intro";
const printed = JSON.stringify({ modules: { numpy: ["numpy"] }, versions: { numpy: "1.26.4" }, kernels: [] });

/** A course `intro` whose image an engine holds; `inCache`: somebody has looked into it. */
async function course({ inCache = false, isBuilt = true, runtime = "auto" }) {
  const image = { Id: "sha256:abc", Created: "2026-01-01T10:00:00Z" };
  const container = { stdout: printed, stderr: "", exitCode: 0 };
  const { socket, requests } = await startFakeEngine({ container, images: isBuilt ? { [reference]: image } : {} });
  const home = await temporaryDirectory();
  if (inCache) {
    await mkdir(join(home, "image-contents"));
    await writeFile(join(home, "image-contents/abc.json"), printed);
  }
  const env = { NBDEV_STATE_DIR: home, NBDEV_CACHE_DIR: home, DOCKER_HOST: `unix://${socket}`, NBDEV_RUNTIME: runtime };
  const nbdev = createNbdev({ ...hostFromProcess(process.cwd(), env), homeDirectory: home });
  const directory = await temporaryDirectory({ "nbdev.yaml": "course: intro\n" });
  const ask = (look: boolean) => nbdev.packages({ directory, look }, unattendedTask());
  const containers = () => requests.filter(({ path }) => path === "/containers/create").length;
  if (runtime === "process") {
    const images = join(processHubFolder({ directories: { state: home } as Directories }, directory), "images");
    await mkdir(images, { recursive: true });
    await writeFile(join(images, "intro.json"), "{}");
  }
  return { ask, containers, requests };
}

describe("the packages of a course's last built image", () => {
  it("come from the cache, and no container is started", async () => {
    const { ask, containers } = await course({ inCache: true });
    expect(await ask(false)).toEqual({
      builtAt: "2026-01-01T10:00:00Z",
      versions: new Map([["numpy", "1.26.4"]]),
      modules: new Map([["numpy", ["numpy"]]]),
    });
    expect(containers()).toBe(0);
  });

  it("are not guessed before somebody has looked", async () => {
    const { ask, containers } = await course({});
    expect(await ask(false)).toBeUndefined();
    expect(containers()).toBe(0);
    expect((await ask(true))?.versions.get("numpy")).toBe("1.26.4");
    expect((await ask(false))?.versions.get("numpy")).toBe("1.26.4");
    expect(containers()).toBe(1);
  });

  it("are none where no image was built, even for who wants to look", async () => {
    const { ask, containers } = await course({ isBuilt: false });
    expect(await ask(true)).toBeUndefined();
    expect(containers()).toBe(0);
  });

  it("are none for a course without images, whose engine is not asked", async () => {
    const { ask, requests } = await course({ inCache: true, runtime: "process" });
    expect(await ask(true)).toBeUndefined();
    expect(requests).toEqual([]);
  });
});
