import { afterAll, beforeAll, expect, it } from "vitest";
import { runCli, warmEnvironment } from "../support/cli.ts";
import { Author, stepByStep } from "./host/author.ts";
import { courseFolder } from "./host/course-folder.ts";
import { describeInVsCode } from "./host/describe-suite.ts";
import { packedExtension } from "./host/package-extension.ts";

/** An editor far away, which forwards each port of its machine to a public name. */
describeInVsCode("from a browser on another machine", async () => {
  const env = warmEnvironment();
  const course = await courseFolder();
  const proxyDomain = "forwarded.example";
  let author: Author;

  beforeAll(async () => {
    const settings = { "nbdev.hub.runtime": "process" };
    author = await Author.sitDown(course, { vsix: [packedExtension], settings, env, proxyDomain });
  });
  afterAll(() => runCli(["down", course, "--all", "--runtime", "process"], { env }));
  stepByStep(() => author);

  it("opens the notebook at the public name, where its cells run", async () => {
    const opened = author.profile.waitForEvent("page", { timeout: 480_000 });
    await author.window.command("nbdev: Open course in local hub");
    const notebook = await opened;
    await notebook.waitForURL(/\/notebooks\/hello\.ipynb/, { timeout: 60_000 });
    expect(new URL(notebook.url()).hostname).toMatch(/^\d+\.forwarded\.example$/);
    expect(notebook.url()).not.toContain("token");
    await author.runFirstCellIn(notebook);
  });
});
