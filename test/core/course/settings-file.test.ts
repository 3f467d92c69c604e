import { describe, expect, it } from "vitest";
import { parseSettings, readSettingsFile, settingsTemplate } from "../../../core/course/index.ts";
import { temporaryDirectory } from "../../support/directory.ts";

const nothing = { image: {}, limits: {}, hub: {}, check: { severity: {} } };

describe("nbdev.yaml", () => {
  it("reads every setting, sizes as bytes", () => {
    const text = [
      "course: my_course",
      "notebook: week1/intro.ipynb",
      "image: { repository: registry.example/courses }",
      "limits: { memory: 8G, memoryGuarantee: 512M, cpuGuarantee: 0.5 }",
      "hub: { runtime: process, port: 8123, platform: linux/amd64 }",
      "check: { severity: { NB101: off } }",
    ].join("\n");
    expect(parseSettings(text.replace("off", '"off"'), "nbdev.yaml")).toEqual({
      course: "my_course",
      notebook: "week1/intro.ipynb",
      image: { repository: "registry.example/courses" },
      limits: { memory: 8 * 2 ** 30, memoryGuarantee: 512 * 2 ** 20, cpuGuarantee: 0.5 },
      hub: { runtime: "process", port: 8123, platform: "linux/amd64" },
      check: { severity: { NB101: "off" } },
    });
  });

  it.each([
    "",
    "# only a comment\n",
    "hub:\n  # nothing\n",
    "hub:\n  port:\n",
    "\uFEFFhub:\r\n",
  ])("sets nothing in %j", (text) => {
    expect(parseSettings(text, "nbdev.yaml")).toEqual(nothing);
  });

  it("sets nothing where there is none", async () => {
    expect(await readSettingsFile(await temporaryDirectory())).toEqual(nothing);
  });

  it.each([
    ["cuorse: x", "nbdev.yaml:1:1: there is no setting cuorse."],
    ["course: a\nhub:\n  prot: 1", "nbdev.yaml:3:3: there is no setting hub.prot."],
    ["hub:\n  port: 70000", "nbdev.yaml:2:3: hub.port: Too big"],
    ["limits:\n  memory: 4GB", 'nbdev.yaml:2:3: limits.memory: write a size such as "4G" or "512M".'],
    ["limits: { memory: 1G, memoryGuarantee: 2G }", "nbdev.yaml:1:23: limits.memoryGuarantee: it is more than"],
    ["hub:\n  runtime: docker", "nbdev.yaml:2:3: hub.runtime: Invalid option"],
    ["course: 'x", "nbdev.yaml:1:11: Missing closing 'quote"],
    ["a: *x", "nbdev.yaml: Unresolved alias"],
    ["- 1", "nbdev.yaml:1:1: Invalid input: expected object"],
    ["course: a\n---\ncourse: b", "nbdev.yaml:2:1"],
    ["hub:\n  nodeImage: evil", "nbdev.yaml:2:3: hub.nodeImage is set by --node-image or NBDEV_NODE_IMAGE, because"],
    ["hub:\n  values: [x.yaml]", "hub.values is set by --values or NBDEV_VALUES, because a course must not decide it"],
  ])("refuses %j at its place", (text, message) => {
    expect(() => parseSettings(text, "nbdev.yaml")).toThrow(
      expect.objectContaining({ code: "SETTINGS_INVALID", message: expect.stringContaining(message) }),
    );
  });
});

describe("the template", () => {
  it("changes nothing as it is", () => {
    expect(parseSettings(settingsTemplate, "nbdev.yaml")).toEqual(nothing);
  });

  it("names every setting, each with a value that is valid once it is no comment any more", () => {
    const uncommented = settingsTemplate.replace(
      /^( *)# (?=(?:course|notebook|repository|\w+Guarantee|memory|runtime|port|platform|severity| {2}NB101): ?)/gm,
      "$1",
    );
    expect(parseSettings(uncommented, "nbdev.yaml")).toEqual({
      course: "my_course",
      notebook: "week1/intro.ipynb",
      image: { repository: "610119931565.dkr.ecr.us-east-1.amazonaws.com/ol-course-notebooks" },
      limits: { memory: 4 * 2 ** 30, memoryGuarantee: 2 * 2 ** 30, cpuGuarantee: 0.25 },
      hub: { runtime: "auto", port: 8000, platform: "linux/amd64" },
      check: { severity: { NB101: "warning" } },
    });
  });
});
