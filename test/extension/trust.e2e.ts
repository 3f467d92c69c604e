import { join } from "node:path";
import { expect, it } from "vitest";
import { builtImage } from "./host/built-image.ts";
import { courseFolder } from "./host/course-folder.ts";
import { describeInVsCode, describeSuite } from "./host/describe-suite.ts";
import { misspeltDockerfile } from "./host/misspelt-course.ts";
import { SpawnLog } from "./host/spawn-log.ts";

const suite = (name: string) => join(import.meta.dirname, "suite", `${name}.ts`);
const settings = {
  ...{ "nbdev.kindPath": "./evil", "nbdev.pythonPath": "./evil", "nbdev.hub.chart": "./evil" },
  "nbdev.hub.runtime": "process",
};
const untrusted = {
  Dockerfile: misspeltDockerfile,
  evil: "#!/bin/sh\ntouch evil-ran\n",
  ".vscode/settings.json": JSON.stringify(settings),
};
const image = await builtImage();
const inRestricted = new SpawnLog();
const inTrusted = new SpawnLog();

describeSuite("a restricted workspace", async () => ({
  ...{ suite: suite("restricted"), restricted: true, env: { ...image.env, ...inRestricted.env } },
  workspace: await courseFolder(untrusted),
}));

describeSuite("the same workspace, trusted", async () => ({
  ...{ suite: suite("trusted"), env: inTrusted.env },
  workspace: await courseFolder(untrusted),
}));

describeInVsCode("what the extension started", () => {
  it("is nothing in the restricted workspace, where no engine was asked either, counted as in the trusted one", () => {
    expect(inTrusted.read()).not.toEqual([]);
    expect(inRestricted.read()).toEqual([]);
    expect(image.requests).toEqual([]);
  });
});
