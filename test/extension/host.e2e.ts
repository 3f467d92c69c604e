import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { describeInVsCode } from "./host/describe-suite.ts";
import { runSuite } from "./host/run-suite.ts";

/** The harness itself, on an extension of a few lines: what fails in VS Code must fail here. */
describeInVsCode("the host of the extension's tests", () => {
  const directory = mkdtempSync(join(tmpdir(), "nbdev-host-"));
  const extension = join(directory, "extension");
  const workspace = join(directory, "workspace");
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  mkdirSync(extension);
  mkdirSync(workspace);
  writeFileSync(join(workspace, "course.txt"), "a file\n");
  writeFileSync(
    join(extension, "package.json"),
    JSON.stringify({
      ...{ name: "throwaway", publisher: "nbdev-test", version: "1.0.0", engines: { vscode: "^1.100.0" } },
      ...{ activationEvents: ["workspaceContains:**/course.txt"], main: "./main.js" },
      ...{ contributes: { commands: [{ command: "throwaway.hello", title: "Hello" }] } },
      capabilities: { untrustedWorkspaces: { supported: true } },
    }),
  );
  writeFileSync(
    join(extension, "main.js"),
    `const vscode = require("vscode");
     exports.activate = ({ subscriptions }) => subscriptions.push(vscode.commands.registerCommand("throwaway.hello", () => "hello"));`,
  );
  const suite = (name: string, source: string) => {
    const file = join(directory, `${name}.ts`);
    const harness = JSON.stringify(join(import.meta.dirname, "suite/suite.ts"));
    writeFileSync(file, `import * as vscode from "vscode"; import { suite } from ${harness};\n${source}`);
    return { suite: file, workspace, extension };
  };

  it("says which of a suite's tests failed, and why", async () => {
    const request = suite(
      "mixed",
      `export const run = suite({
         async "a command answers"() {
           const answer = await vscode.commands.executeCommand("throwaway.hello");
           if (answer !== "hello") throw new Error(String(answer));
         },
         "a test fails"() { throw new Error("on purpose"); },
       });`,
    );
    const [answered, failed] = await runSuite(request);
    expect(answered).toMatchObject({ name: "a command answers" });
    expect(answered?.error).toBeUndefined();
    expect(failed?.error).toContain("on purpose");
  });

  it("activates by what the folder holds, also in a restricted one", async () => {
    const source = (trusted: boolean) => `export const run = suite({
      async "is active"() {
        const { extensions, workspace } = vscode;
        for (let i = 0; i < 100 && !extensions.getExtension("nbdev-test.throwaway")?.isActive; i++) await new Promise((wait) => setTimeout(wait, 100));
        if (!extensions.getExtension("nbdev-test.throwaway")?.isActive) throw new Error("not active");
        if (workspace.isTrusted !== ${trusted}) throw new Error("trusted: " + workspace.isTrusted);
      },
    });`;
    expect((await runSuite(suite("trusted", source(true))))[0]?.error).toBeUndefined();
    const restricted = { ...suite("restricted", source(false)), restricted: true };
    expect((await runSuite(restricted))[0]?.error).toBeUndefined();
  });

  it("fails where a suite leaves no result", async () => {
    const request = suite("silent", "export const run = async () => {};");
    await expect(runSuite({ ...request, patience: 15_000 })).rejects.toThrow(/silent.ts left no result/);
  });
});
