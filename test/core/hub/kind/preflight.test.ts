import { describe, expect, it } from "vitest";
import { checkMachine } from "../../../../core/hub/kind/preflight.ts";
import type { Tools } from "../../../../core/hub/kind/tools.ts";
import type { HubRequest } from "../../../../core/hub/runtime.ts";
import { unattendedTask } from "../../../../core/progress/index.ts";

const gibibyte = 2 ** 30;
const request = { limits: { memory: 4 * gibibyte, memoryGuarantee: 2 * gibibyte, cpuGuarantee: 0.25 } } as HubRequest;

const tool = (version: string) => ({ path: "/bin/tool", version, from: "PATH" as const });

/** A machine that is fit for a hub, but for what a test says of it. */
async function findings({ memory = 8 * gibibyte, diskFree = 50 * gibibyte, inotifyInstances = 512, kind = "0.33.0" }) {
  const engine = { endpoint: "unix:///docker.sock", version: "29.1.0", apiVersion: "1.52", cgroupVersion: 2 as const };
  const outside = {
    engineFacts: async () => ({ ...engine, memory, cpus: 2, architecture: "amd64" as const, runtimes: ["runc"] }),
    machineFacts: async () => ({ diskFree, inotifyInstances }),
    registryState: async () => "absent",
    tools: { onPath: async (name) => tool(name === "kind" ? kind : "3.22.0") } as Partial<Tools> as Tools,
  };
  const all = await checkMachine(outside, request, unattendedTask());
  return { all, find: (subject: string) => all.find((each) => each.subject === subject) };
}

describe("the machine that up starts on", () => {
  it("has nothing against it when it is fit", async () => {
    expect((await findings({})).all.filter(({ severity }) => severity !== "ok")).toEqual([]);
  });

  it("is refused with less memory than the hub and one server's guarantee", async () => {
    const { find } = await findings({ memory: 3 * gibibyte });
    expect(find("memory")).toMatchObject({
      severity: "error",
      error: {
        code: "NOT_ENOUGH_MEMORY",
        message: "A learner's server beside the hub needs 3.5 GiB of memory; 3.0 GiB are there.",
      },
    });
  });

  it("is refused on a full disk, and warned of on a filling one", async () => {
    expect((await findings({ diskFree: 0.5 * gibibyte })).find("disk")).toMatchObject({ error: { code: "DISK_FULL" } });
    expect((await findings({ diskFree: 5 * gibibyte })).find("disk")?.severity).toBe("warning");
  });

  it("has few inotify instances, or tools that will not be used: notes, since most machines start all the same", async () => {
    const hint = expect.stringContaining("max_user_instances=512");
    expect((await findings({ inotifyInstances: 128 })).find("inotify")).toMatchObject({ severity: "note", hint });
    expect((await findings({ kind: "0.20.0" })).find("kind")).toMatchObject({ severity: "note" });
  });
});
