import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { resolveChart } from "../../../../core/hub/kind/chart.ts";
import { composeValues } from "../../../../core/hub/kind/values.ts";
import { unattendedTask } from "../../../../core/progress/index.ts";
import { temporaryDirectory } from "../../../support/directory.ts";

const downloads = { fetchChart: async (version: string) => `/cache/jupyterhub-${version}.tgz` };
const resolve = (asked: string | undefined) => resolveChart(asked, downloads, unattendedTask());

async function folderWith(chart: string | undefined): Promise<string> {
  const folder = await temporaryDirectory();
  if (chart !== undefined) await writeFile(join(folder, "Chart.yaml"), chart);
  return folder;
}

describe("the chart", () => {
  it("is the pinned version, another one in the range, or an unpacked folder", async () => {
    expect(await resolve(undefined)).toEqual({ path: "/cache/jupyterhub-4.4.0.tgz", version: "4.4.0" });
    expect(await resolve("4.4.2")).toMatchObject({ version: "4.4.2" });
    const folder = await folderWith("name: jupyterhub\nversion: 4.4.0-local\n");
    expect(await resolve(folder)).toEqual({ path: folder, version: "4.4.0-local" });
  });

  it.each([
    ["no Chart.yaml", undefined, "it has no Chart.yaml"],
    ["another chart", "name: nginx\nversion: 1.0.0\n", 'it is the chart "nginx"'],
    ["no version", "name: jupyterhub\n", "its Chart.yaml has no name and version"],
    ["broken YAML", "name: [jupyterhub\n\t- :", "its Chart.yaml has no name and version"],
  ])("a folder with %s is CHART_INVALID", async (_case, chart, reason) => {
    const folder = await folderWith(chart);
    await expect(resolve(folder)).rejects.toMatchObject({
      code: "CHART_INVALID",
      message: `${folder} is no chart of JupyterHub: ${reason}.`,
    });
  });

  it("a path that is not there, a file, and a version that nbdev does not know are CHART_INVALID", async () => {
    const folder = await folderWith("name: jupyterhub\nversion: 4.4.0\n");
    for (const asked of [join(folder, "nowhere"), join(folder, "Chart.yaml"), "3.3.8"]) {
      await expect(resolve(asked)).rejects.toMatchObject({ code: "CHART_INVALID" });
    }
  });
});

describe("further values files", () => {
  async function compose(further: string) {
    const limits = { memory: 4, memoryGuarantee: 2, cpuGuarantee: 0.25 };
    const chart = { path: "/nowhere", version: "4.4.0" };
    const tokens = { launchToken: "a", apiToken: "b", courses: [] };
    return composeValues({
      folder: join(process.cwd(), "hub-values"),
      furtherFiles: [further],
      limits,
      chart,
      ...tokens,
    });
  }

  it.each([
    ["is a list", "- a\n", "it is no mapping of values"],
    ["is broken", "a: [1\n", /.+/],
    ["is not there", undefined, "there is no such file"],
  ])("VALUES_INVALID before anything is made where one %s", async (_case, text, reason) => {
    const folder = await temporaryDirectory();
    await mkdir(folder, { recursive: true });
    const file = join(folder, "values.yaml");
    if (text !== undefined) await writeFile(file, text);
    const message = reason instanceof RegExp ? expect.stringMatching(reason) : expect.stringContaining(reason);
    await expect(compose(file)).rejects.toMatchObject({ code: "VALUES_INVALID", message });
  });

  it("come last, and an empty one is a values file too", async () => {
    const file = join(await temporaryDirectory(), "values.yaml");
    await writeFile(file, "# nothing yet\n");
    expect((await compose(file)).files.at(-1)).toBe(file);
  });
});
