import { rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Browser, BrowserContext } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { runCli } from "../support/cli.ts";
import { hubProcesses, killHub } from "../support/hub-processes.ts";
import { launchBrowser } from "./host/browser.ts";
import { repository } from "./host/build-suite.ts";
import { CodeServer } from "./host/code-server.ts";
import { courseFolder } from "./host/course-folder.ts";
import { describeInVsCode } from "./host/describe-suite.ts";
import { hubEnvironment } from "./host/hub-environment.ts";
import { misspeltDockerfile } from "./host/misspelt-course.ts";
import { packedExtension } from "./host/package-extension.ts";
import { newProfile, picture, Window } from "./host/window.ts";

/** What an author does and sees, in the packed extension, with a real hub (process runtime). */
describeInVsCode("a person's path", async () => {
  const env = hubEnvironment();
  const course = await courseFolder({ Dockerfile: misspeltDockerfile });
  const workspace = dirname(course);
  let server: CodeServer;
  let browser: Browser;
  let profile: BrowserContext;
  let window: Window;
  let launchUrl: string;
  const minutes = (count: number) => ({ timeout: count * 60_000 });

  beforeAll(async () => {
    const settings = { "nbdev.hub.runtime": "process" };
    server = await CodeServer.start({ vsix: [packedExtension], settings, env });
    browser = await launchBrowser();
    profile = await newProfile(browser, server);
    window = await Window.open(profile, server, workspace);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    await runCli(["down", course, "--all", "--runtime", "process"], { env });
  });

  // Each step stands on the one before; a picture of the window says more than a timeout.
  let broken: string | undefined;
  beforeEach(({ skip, task }) => skip(broken !== undefined && broken !== task.name, "an earlier step failed"));
  afterEach(async ({ task }) => {
    if (task.result?.state !== "fail" || broken !== undefined) return;
    broken = task.name;
    for (const [index, page] of profile.pages().entries()) {
      await page.bringToFront();
      await page.screenshot({ path: join(repository, "out/failed", `${task.name} ${index + 1}.png`) });
    }
  });

  it("sees what would fail for learners, and fixes it", async () => {
    await window.openFile("Dockerfile");
    const squiggle = window.page.locator(".squiggly-error");
    await squiggle.waitFor(minutes(1));
    await window.page.locator(".view-line").getByText("Hello.ipynb").click();
    await picture(window.page, "squiggle");
    await window.page.keyboard.press("Control+.");
    await window.page.locator(".action-widget .focused").filter({ hasText: "Write hello.ipynb" }).waitFor();
    await window.page.keyboard.press("Enter");
    await squiggle.waitFor({ state: "detached", ...minutes(1) });
    await window.page.keyboard.press("Control+S");
    await window.page.locator(".tab.dirty").waitFor({ state: "detached" });
  });

  it("opens the course in the local hub, and watches", async () => {
    await window.command("nbdev: Open course in local hub");
    await window.notification(/Open course in local hub: (Install|Make|Start)/).waitFor(minutes(1));
    await picture(window.page, "progress");
    launchUrl = await readyLink(window);
    expect(launchUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/hub\/tmplogin\?course=course&notebook=hello\.ipynb/);
  });

  it("runs a cell of the notebook, as a learner does", async () => {
    const notebook = await profile.newPage();
    await notebook.goto(launchUrl);
    await notebook.locator(".jp-CodeCell").first().click(minutes(2));
    await notebook.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").waitFor(minutes(2));
    const output = notebook.getByText("A learner has 4.0 GiB");
    // JupyterLab takes the keys before its session is there, and then runs nothing; a person presses them again.
    for (let tries = 0; tries < 12 && (await output.count()) === 0; tries++) {
      await notebook.locator(".jp-CodeCell").first().click();
      await notebook.keyboard.press("Shift+Enter");
      await output.waitFor({ timeout: 10_000 }).catch(() => undefined);
    }
    await output.waitFor();
    await picture(notebook, "notebook");
    await notebook.close();
  });

  it("finds the learner's server in the tree", async () => {
    await window.nbdevTab().click();
    await window.treeItem(/^Hub.*running at 127\.0\.0\.1:\d+/).waitFor(minutes(1));
    await window
      .treeItem(/^Learner .*ready/)
      .first()
      .waitFor(minutes(1));
    await picture(window.page, "tree");
  });

  it("sees in the tree that the hub has died, and opening it again mends it", async () => {
    killHub(env.NBDEV_STATE_DIR ?? "");
    await window.treeItem(/^Hub(?!.*running)/).waitFor(minutes(1));
    await window.command("nbdev: Open course in local hub");
    launchUrl = await readyLink(window);
    await window.treeItem(/^Hub.*running at/).waitFor(minutes(1));
  });

  it("stops it", async () => {
    await window.command("nbdev: Stop the local hub");
    await window.treeItem(/^Hub.*stopped/).waitFor(minutes(1));
    expect(hubProcesses(env.NBDEV_STATE_DIR ?? "")).toEqual([]);
  });

  it("reloads the window while the course is being opened, and gets its notebook all the same", async () => {
    await window.command("nbdev: Open course in local hub");
    // VS Code in a browser writes an extension's state down a moment later: what is lost in it was seen by nobody.
    await window.notification(/Open course in local hub: (Make|Start)/).waitFor(minutes(1));
    await window.reload();
    launchUrl = await readyLink(window);
  });

  it("opens it from two windows at once: one hub answers both", async () => {
    const second = await Window.open(profile, server, workspace);
    for (const each of [window, second]) await each.command("nbdev: Open course in local hub");
    const links = [await readyLink(second), await readyLink(window)];
    expect(new URL(links[0] ?? "").host).toBe(new URL(links[1] ?? "").host);
    await second.page.close();
  });

  it("sees that the course's folder was renamed under its hub, and ends that hub all the same", async () => {
    const errors = window.page.locator(".notification-list-item:has(.codicon-error)");
    await rename(course, join(workspace, "renamed"));
    const gone = window.treeItem(`There is no course directory ${course}`);
    await gone.waitFor(minutes(1));
    await window.page.locator('.statusbar-item[id^="nbdev.nbdev"] .codicon-warning').waitFor(minutes(1));
    await window.command("nbdev: Show status");
    await window.treeItem(/^renamed/).waitFor(minutes(1));
    const hub = window.treeItem(/^Hub.*running at/);
    await hub.hover();
    await hub.getByRole("button", { name: "Stop the local hub" }).click();
    await window.treeItem(/^Hub.*stopped/).waitFor(minutes(1));
    await expect.poll(() => hubProcesses(env.NBDEV_STATE_DIR ?? ""), minutes(1)).toEqual([]);
    await window.command("nbdev: Tear down the local hub"); // the editor still shows a file of it
    await window.page.getByRole("button", { name: "Tear down this course" }).click();
    await gone.waitFor({ state: "detached", ...minutes(1) });
    expect(await errors.allInnerTexts()).toEqual([]);
  });

  /** code-server puts a path before every forwarded port, so the link is shown, not opened; a person copies it. */
  async function readyLink(where: Window): Promise<string> {
    await where.page.bringToFront();
    const ready = where.notification("The notebook is ready at");
    const failed = where.page.locator(".notification-list-item:has(.codicon-error)");
    await ready.or(failed).first().waitFor(minutes(8));
    expect(await failed.allInnerTexts()).toEqual([]);
    await ready.getByRole("button", { name: "Copy link" }).click();
    const copied = () => where.page.evaluate("navigator.clipboard.readText()");
    await expect.poll(copied).toMatch(/tmplogin/);
    return String(await copied());
  }
});
