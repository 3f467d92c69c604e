import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { parseSettings, resolveSettings } from "../../../core/course/index.ts";

const file = (text: string) => parseSettings(text, "nbdev.yaml");
const none = file("");

describe("resolveSettings", () => {
  it("has production's defaults", () => {
    expect(resolveSettings({}, {}, none)).toEqual({
      runtime: "auto",
      course: undefined,
      imageRepository: "610119931565.dkr.ecr.us-east-1.amazonaws.com/ol-course-notebooks",
      notebook: undefined,
      limits: { memory: 4_294_967_296, memoryGuarantee: 2_147_483_648, cpuGuarantee: 0.25 },
      port: undefined,
      platform: undefined,
      chart: undefined,
      nodeImage: undefined,
      registryImage: undefined,
      valuesFiles: [],
      caBundle: undefined,
      keep: false,
    });
  });

  it.each([
    [
      "runtime",
      { runtime: "kind" },
      { NBDEV_RUNTIME: "process" },
      "hub: { runtime: auto }",
      ["kind", "process", "auto"],
    ],
    ["course", { course: "f" }, { NBDEV_COURSE: "e" }, "course: y", ["f", "e", "y"]],
    ["notebook", { notebook: "f" }, { NBDEV_NOTEBOOK: "e" }, "notebook: y", ["f", "e", "y"]],
    ["port", { port: 1 }, { NBDEV_PORT: "2" }, "hub: { port: 3 }", [1, 2, 3]],
    [
      "platform",
      { platform: "linux/amd64" },
      { NBDEV_PLATFORM: "linux/arm64" },
      "hub: { platform: linux/amd64 }",
      ["linux/amd64", "linux/arm64", "linux/amd64"],
    ],
  ] as const)("lets the flag win over the environment, and that over the file: %s", (name, flags, env, yaml, wanted) => {
    expect(resolveSettings(flags, env, file(yaml))[name]).toBe(wanted[0]);
    expect(resolveSettings({}, env, file(yaml))[name]).toBe(wanted[1]);
    expect(resolveSettings({}, {}, file(yaml))[name]).toBe(wanted[2]);
  });

  it.each([
    ["chart", { chart: "4.4.0" }, { NBDEV_CHART: "4.3.0" }, "4.4.0", "4.3.0"],
    ["nodeImage", { nodeImage: "a" }, { NBDEV_NODE_IMAGE: "b" }, "a", "b"],
    ["registryImage", { registryImage: "a" }, { NBDEV_REGISTRY_IMAGE: "b" }, "a", "b"],
    ["caBundle", { caBundle: "/a.pem" }, { NBDEV_CA_BUNDLE: "/b.pem" }, "/a.pem", "/b.pem"],
    ["valuesFiles", { valuesFiles: ["/a"] }, { NBDEV_VALUES: "/b::/c" }, ["/a"], ["/b", "/c"]],
  ] as const)("takes a machine's %s from flag, then environment", (name, flags, env, first, second) => {
    expect(resolveSettings(flags, env, none)[name]).toEqual(first);
    expect(resolveSettings({}, env, none)[name]).toEqual(second);
  });

  it("takes a chart's relative path from the working directory, and an empty variable as unset", () => {
    expect(resolveSettings({}, { NBDEV_CHART: "./chart", NBDEV_PORT: "", NBDEV_RUNTIME: "" }, none)).toMatchObject({
      chart: resolve("chart"),
      port: undefined,
      runtime: "auto",
    });
  });

  it("never guarantees more memory than the limit", () => {
    expect(resolveSettings({}, {}, file("limits: { memory: 1G }")).limits.memoryGuarantee).toBe(2 ** 30);
  });

  it.each([
    { NBDEV_PORT: "0" },
    { NBDEV_PORT: "80x" },
    { NBDEV_RUNTIME: "docker" },
    { NBDEV_PLATFORM: "x" },
  ])("refuses %j by the variable's name", (env) => {
    expect(() => resolveSettings({}, env, none)).toThrow(
      expect.objectContaining({
        code: "SETTINGS_INVALID",
        message: expect.stringContaining(Object.keys(env)[0] ?? ""),
      }),
    );
  });

  it("takes a database from the flag or the environment, its password only from the environment", () => {
    const variable = { NBDEV_DATABASE: "postgresql://u:secret@127.0.0.1/hub" };
    expect(resolveSettings({}, variable, none).database).toBe(variable.NBDEV_DATABASE);
    const flag = { database: "postgres://u@127.0.0.1:5433/hub" };
    expect(resolveSettings(flag, variable, none).database).toBe(flag.database);
    expect(resolveSettings({}, {}, none).database).toBeUndefined();
  });

  it.each([
    { database: "postgresql://u:secret@127.0.0.1/hub" },
    { database: "mysql://secret@127.0.0.1/hub" },
    { database: "secret" },
  ])("refuses %j without repeating it", ({ database }) => {
    const refusal = (error: Error & { code?: string }) =>
      error.code === "DATABASE_INVALID" && !error.message.includes("secret");
    expect(() => resolveSettings({ database }, {}, none)).toThrow(expect.toSatisfy(refusal));
  });
});
