import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import type { Command } from "../../../../core/command/index.ts";
import { NbdevError } from "../../../../core/errors/index.ts";
import type { Kubernetes, Pod } from "../../../../core/hub/kind/kubernetes.ts";
import { HubRelease } from "../../../../core/hub/kind/release.ts";
import type { HubValues } from "../../../../core/hub/kind/values.ts";
import { unattendedTask } from "../../../../core/progress/index.ts";
import { pod } from "./pods.ts";

const chart = { path: "/charts/jupyterhub", version: "4.4.0" };
const values: HubValues = { files: ["/values/base.yaml"], scripts: [], generated: "{}", fingerprint: "wanted" };
const report = { output: () => undefined, progress: () => undefined, detail: () => undefined };

/** A cluster with a release in some state, and with what becomes of the hub's pods. */
function cluster(options: { status?: string; fingerprint?: string; pods?: Pod[]; log?: string[]; helm?: NbdevError }) {
  const commands: string[] = [];
  const run = async ({ args }: Command) => {
    commands.push(args[0] ?? "");
    if (options.helm !== undefined) throw options.helm;
    return { stdout: "", stderr: "", exitCode: 0 };
  };
  const custom = { nbdev: { fingerprint: options.fingerprint ?? "", courses: ["intro"], launchToken: "secret" } };
  const secret = { "hub.services.nbdev.apiToken": "token", "values.yaml": stringify({ custom }) };
  const kubernetes: Partial<Kubernetes> = {
    releaseStatus: async () => options.status,
    readSecret: async () => (options.status === undefined ? undefined : secret),
    isRolledOut: async () => options.pods === undefined,
    listPods: async () => options.pods ?? [],
    async *log() {
      yield* options.log ?? [];
    },
  };
  const release = new HubRelease({
    commands: { run, attempt: run },
    kubernetes: kubernetes as Kubernetes,
    kubeconfig: "/state/kubeconfig",
  });
  return { commands, ensure: () => release.ensure("helm", chart, values, report, unattendedTask()) };
}

describe("the hub's release", () => {
  it("is left alone when the very same is deployed", async () => {
    const { commands, ensure } = cluster({ status: "deployed", fingerprint: "wanted" });
    await ensure();
    expect(commands).toEqual([]);
  });

  it.each([
    ["nothing", undefined, "", ["upgrade"]],
    ["another one", "deployed", "earlier", ["upgrade"]],
    ["one whose installation a killed helm left pending", "pending-install", "wanted", ["uninstall", "upgrade"]],
    ["one whose upgrade a killed helm left pending", "pending-upgrade", "wanted", ["rollback", "upgrade"]],
  ])("over %s runs helm as it must", async (_case, status, fingerprint, expected) => {
    const { commands, ensure } = cluster({ ...(status !== undefined && { status }), fingerprint });
    await ensure();
    expect(commands).toEqual(expected);
  });

  it("that helm refuses is RELEASE_FAILED with helm's own words", async () => {
    const facts = { tool: "helm", line: "helm upgrade", exitCode: 1 };
    const output = ["Release does not exist.", "Error: values don't meet the", "specifications of the schema"];
    const { ensure } = cluster({ helm: new NbdevError("TOOL_FAILED", facts, { output }) });
    await expect(ensure()).rejects.toMatchObject({
      code: "RELEASE_FAILED",
      message: expect.stringContaining("Error: values don't meet the specifications of the schema"),
    });
  });

  it("whose hub crashes again and again is HUB_CRASHING with its last words, not after a timeout", async () => {
    const crashing = pod({
      container: { waiting: { reason: "CrashLoopBackOff", message: "back-off 10s" }, restarts: 2 },
    });
    const { ensure } = cluster({ pods: [crashing], log: ["Traceback", "NameError: name 'c' is not defined", ""] });
    await expect(ensure()).rejects.toMatchObject({
      code: "HUB_CRASHING",
      message: expect.stringContaining("NameError: name 'c' is not defined"),
    });
  });

  it("whose image cannot be pulled is IMAGE_PULL_FAILED", async () => {
    const waiting = pod({ container: { waiting: { reason: "ImagePullBackOff", message: "manifest unknown" } } });
    await expect(cluster({ pods: [waiting] }).ensure()).rejects.toMatchObject({ code: "IMAGE_PULL_FAILED" });
  });
});
