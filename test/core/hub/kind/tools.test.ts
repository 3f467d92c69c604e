import { describe, expect, it } from "vitest";
import { NbdevError } from "../../../../core/errors/index.ts";
import { Tools } from "../../../../core/hub/kind/tools.ts";
import { unattendedTask } from "../../../../core/progress/index.ts";

const unreachable = new NbdevError("DOWNLOAD_FAILED", { url: "https://tools.test/kind", reason: "no way there" });

/** A machine with what PATH has, as the tools print it, and a download that works or does not. */
function machine(onPath: Readonly<Record<string, string>>, download: string | NbdevError) {
  const asked: string[] = [];
  const attempt = async ({ program }: { program: string }) => ({
    stdout: onPath[program.slice("/usr/bin/".length)] ?? "",
    stderr: "",
    exitCode: 0,
  });
  const tools = new Tools({
    commands: { attempt, run: attempt },
    findOnPath: async (program) => (program in onPath ? `/usr/bin/${program}` : undefined),
    downloads: {
      fetch: async (tool) => {
        asked.push(tool);
        if (download instanceof NbdevError) throw download;
        return download;
      },
    },
  });
  return { tools, asked };
}

describe("kind and helm", () => {
  it("are taken from PATH in the supported range, without a download", async () => {
    const { tools, asked } = machine({ kind: "0.33.0", helm: "v3.22.0+g7b5e6c8" }, unreachable);
    expect(await tools.ensure("kind", unattendedTask())).toEqual({
      path: "/usr/bin/kind",
      version: "0.33.0",
      from: "PATH",
    });
    expect(await tools.ensure("helm", unattendedTask())).toMatchObject({ version: "3.22.0", from: "PATH" });
    expect(asked).toEqual([]);
  });

  it.each([
    ["too old", "0.20.0"],
    ["not a version at all", "kind: command not understood"],
  ])("give way to nbdev's own when the one on PATH is %s", async (_case, printed) => {
    const { tools, asked } = machine({ kind: printed }, "/cache/kind");
    expect(await tools.ensure("kind", unattendedTask())).toMatchObject({ path: "/cache/kind", from: "download" });
    expect(asked).toEqual(["kind"]);
  });

  it("too old, and no download to be had: TOOL_UNSUPPORTED names what is there and what is needed", async () => {
    const { tools } = machine({ helm: "v2.17.0" }, unreachable);
    await expect(tools.ensure("helm", unattendedTask())).rejects.toMatchObject({
      code: "TOOL_UNSUPPORTED",
      message: "/usr/bin/helm is helm 2.17.0; nbdev needs >=3.14.0 <5.0.0.",
    });
  });

  it("nowhere, and no download to be had: the download says why, and is tried again the next time", async () => {
    const { tools, asked } = machine({}, unreachable);
    await expect(tools.ensure("kind", unattendedTask())).rejects.toMatchObject({ code: "DOWNLOAD_FAILED" });
    await expect(tools.ensure("kind", unattendedTask())).rejects.toMatchObject({ code: "DOWNLOAD_FAILED" });
    expect(asked).toEqual(["kind", "kind"]);
  });
});
