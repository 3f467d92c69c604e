import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Configuration, readCourseSettings, readPrograms } from "../../extension/settings.ts";

/** Settings as VS Code would merge them if scopes did not keep a workspace out. */
function configuration(user: Record<string, unknown>, workspace: Record<string, unknown> = {}): Configuration {
  return {
    get: <T>(key: string) => ({ ...user, ...workspace })[key] as T | undefined,
    inspect: <T>(key: string) => ({
      globalValue: user[key] as T,
      workspaceValue: workspace[key],
      defaultValue: "" as T,
    }),
  };
}

describe("settings that name an executable, an image, a file or a URL", () => {
  const evil = {
    kindPath: "./evil",
    helmPath: "./evil",
    pythonPath: "./evil",
    "hub.chart": "./evil",
    "hub.nodeImage": "evil/node",
    "hub.registryImage": "evil/registry",
    "hub.values": ["./evil.yaml"],
    "hub.caBundle": "./evil.pem",
  };

  it("are never a workspace's", () => {
    expect(readPrograms(configuration({}, evil))).toEqual({});
    expect(Object.values(readCourseSettings(configuration({}, evil))).filter((value) => value !== undefined)).toEqual(
      [],
    );
  });

  it("are the user's", () => {
    expect(readPrograms(configuration({ kindPath: "/opt/kind" }, evil))).toEqual({ kind: "/opt/kind" });
    expect(readCourseSettings(configuration({ "hub.nodeImage": "mine" }, evil)).nodeImage).toBe("mine");
  });

  it("are all of scope machine in the manifest, and restricted", () => {
    const manifest = JSON.parse(readFileSync("package.json", "utf8"));
    const restricted = manifest.capabilities.untrustedWorkspaces.restrictedConfigurations;
    for (const key of Object.keys(evil)) {
      expect(manifest.contributes.configuration.properties[`nbdev.${key}`].scope, key).toBe("machine");
      expect(restricted).toContain(`nbdev.${key}`);
    }
  });
});

describe("settings of a course's hub", () => {
  it("may come from the workspace, and an empty one leaves the choice to nbdev.yaml", () => {
    const settings = readCourseSettings(configuration({ "hub.runtime": "kind" }, { "hub.runtime": "process" }));
    expect(settings.runtime).toBe("process");
    expect(readCourseSettings(configuration({ "hub.runtime": "", "hub.port": null }))).toMatchObject({
      runtime: undefined,
      port: undefined,
    });
  });

  it("name no other runtime than that of the hub of a course whose folder is gone", () => {
    expect(readCourseSettings(configuration({ "hub.runtime": "process" }), { runtime: "kind" }).runtime).toBe("kind");
  });
});
