import { describe, expect, it } from "vitest";
import type { Command } from "../../../../core/command/index.ts";
import { NbdevError } from "../../../../core/errors/index.ts";
import { KindCluster } from "../../../../core/hub/kind/cluster.ts";
import type { Kubernetes } from "../../../../core/hub/kind/kubernetes.ts";
import type { NodeContainer } from "../../../../core/hub/kind/node-container.ts";
import { type ProgressEvent, unattendedTask } from "../../../../core/progress/index.ts";

const config =
  "kind: Cluster\nnodes:\n  - role: control-plane\n    extraPortMappings:\n      - { containerPort: 30000, hostPort: 30000 }\n";
const report = { output: () => undefined, progress: () => undefined, detail: () => undefined };
const request = { nodeImage: "kindest/node:v1", port: undefined, keep: false };

/** A machine on which the commands do what `act` says, and are remembered. */
function machine(
  options: {
    node?: Partial<NodeContainer>;
    ready?: () => boolean;
    taken?: number;
    act?: (command: Command) => void;
  } = {},
) {
  const commands: string[] = [];
  const events: ProgressEvent[] = [];
  let node: NodeContainer | undefined = options.node && {
    name: "nbdev-control-plane",
    running: true,
    image: request.nodeImage,
    mounts: ["/kind/dev.nbdev.owner"],
    hostPort: () => 30000,
    ...options.node,
  };
  const run = async (command: Command) => {
    commands.push([command.program, ...command.args.slice(0, 2)].join(" "));
    options.act?.(command);
    if (command.args[0] === "delete") node = undefined;
    return { stdout: "", stderr: "", exitCode: 0 };
  };
  const cluster = new KindCluster({
    commands: { run, attempt: run },
    nodes: {
      find: async () => node,
      start: async () => void commands.push("start"),
      stop: async () => undefined,
      execute: async () => "",
      writeFile: async () => false,
    },
    kubernetes: {
      waitUntilReady: async () => {
        if (options.ready?.() === false) throw new NbdevError("CLUSTER_FAILED", { name: "nbdev", reason: "no answer" });
      },
    } as Partial<Kubernetes> as Kubernetes,
    kubeconfig: "/state/kubeconfig",
    config,
    retryMilliseconds: 1,
    freePort: async (wished) => (wished === options.taken ? wished + 1 : wished),
  });
  return { cluster, commands, events, task: unattendedTask((event) => events.push(event)) };
}

describe("the kind cluster", () => {
  it("is created where there is none, with kind's own rollback off and nbdev's kubeconfig", () => {
    const { cluster } = machine();
    const command = cluster.creation("kind", "kindest/node:v1", 30007);
    expect(command.args).toEqual(
      expect.arrayContaining(["--retain", "--kubeconfig", "/state/kubeconfig", "kindest/node:v1"]),
    );
    expect(command.stdin).toContain("hostPort: 30007");
  });

  it("is left alone when it runs, and started when it is stopped", async () => {
    const running = machine({ node: {} });
    await running.cluster.ensure("kind", request, report, running.task);
    expect(running.commands).toEqual([]);
    const stopped = machine({ node: { running: false } });
    await stopped.cluster.ensure("kind", request, report, stopped.task);
    expect(stopped.commands).toEqual(["start"]);
  });

  it("of another node image, which new pins or a flag name, is made anew under its port, and that is said", async () => {
    const older = machine({ node: { image: "kindest/node:v0", hostPort: () => 30007 } });
    await older.cluster.ensure("kind", request, report, older.task);
    expect(older.commands).toEqual(["kind delete cluster", "kind create cluster"]);
    expect(older.events).toContainEqual({
      type: "warning",
      message: "The cluster runs kindest/node:v0, and kindest/node:v1 is wanted; it is made anew.",
    });
  });

  it("is asked to go again while the engine still ends its processes, and not for ever", async () => {
    let refusals = 0;
    const refuse = (times: number) => ({
      node: {},
      act: () => {
        if (refusals++ < times) throw new NbdevError("TOOL_FAILED", { tool: "kind", line: "kind delete", exitCode: 1 });
      },
    });
    const busy = machine(refuse(2));
    await busy.cluster.delete("kind", busy.task);
    expect(busy.commands).toEqual(Array(3).fill("kind delete cluster"));
    refusals = 0;
    const stuck = machine(refuse(99));
    await expect(stuck.cluster.delete("kind", stuck.task)).rejects.toMatchObject({ code: "TOOL_FAILED" });
    expect(stuck.commands).toHaveLength(4);
  });

  it("is made anew when it does not come back, and that is said", async () => {
    let answers = 0;
    const { cluster, commands, events, task } = machine({ node: {}, ready: () => ++answers > 2 });
    await cluster.ensure("kind", request, report, task);
    expect(commands).toEqual(["kind export kubeconfig", "kind delete cluster", "kind create cluster"]);
    expect(events).toContainEqual({ type: "warning", message: expect.stringContaining("made anew") });
  });

  it("is never touched when it is somebody else's", async () => {
    const { cluster, commands, task } = machine({ node: { mounts: [] } });
    await expect(cluster.ensure("kind", request, report, task)).rejects.toMatchObject({ code: "CLUSTER_NOT_OURS" });
    await expect(cluster.delete("kind", task)).rejects.toMatchObject({ code: "CLUSTER_NOT_OURS" });
    expect(commands).toEqual([]);
  });

  it("gives way on its own port, and refuses to on one that was asked for", async () => {
    const own = machine({ taken: 30000 });
    await own.cluster.ensure("kind", request, report, own.task);
    expect(own.events).toContainEqual({ type: "note", message: "Port 30000 is taken; the hub gets 30001." });
    const asked = machine({ taken: 4711 });
    await expect(asked.cluster.ensure("kind", { ...request, port: 4711 }, report, asked.task)).rejects.toMatchObject({
      code: "PORT_TAKEN",
    });
  });

  it.each([
    ["Bind for 127.0.0.1:30000 failed: port is already allocated", "PORT_TAKEN"],
    ["write /x: no space left on device", "DISK_FULL"],
    ["ERROR: failed to create cluster: something else", "CLUSTER_FAILED"],
  ])("translates kind's %j", async (line, code) => {
    const failure = new NbdevError(
      "TOOL_FAILED",
      { tool: "kind", line: "kind create", exitCode: 1 },
      { output: [line] },
    );
    const { cluster, task } = machine({
      act: ({ args }) => {
        if (args[0] === "create") throw failure;
      },
    });
    await expect(cluster.ensure("kind", request, report, task)).rejects.toMatchObject({ code });
  });
});
