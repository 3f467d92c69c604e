import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { isolatedEnvironment } from "../support/cli.ts";
import { launchBrowser } from "./host/browser.ts";
import { repository } from "./host/build-suite.ts";
import { CodeServer } from "./host/code-server.ts";
import { courseFolder } from "./host/course-folder.ts";
import { describeInVsCode } from "./host/describe-suite.ts";
import { writeLargeCourse } from "./host/large-course.ts";
import { packedExtension } from "./host/package-extension.ts";
import { newProfile, Window } from "./host/window.ts";

/** One workspace, two folders: a course that wants Docker where there is none, and one of 500 notebooks. */
describeInVsCode("a workspace of two courses, on a machine without Docker", async () => {
  const course = await courseFolder({ ".vscode/settings.json": JSON.stringify({ "nbdev.hub.runtime": "kind" }) });
  const large = join(dirname(course), "large");
  await writeLargeCourse(large);
  const workspace = join(dirname(course), "both.code-workspace");
  await writeFile(workspace, JSON.stringify({ folders: [{ path: course }, { path: large }] }));
  let server: CodeServer;
  let browser: Browser;
  let window: Window;
  const slow = { timeout: 60_000 };

  beforeAll(async () => {
    const env = { ...isolatedEnvironment(), DOCKER_HOST: "unix:///nonexistent/docker.sock" };
    const settings = { "nbdev.hub.runtime": "process" };
    server = await CodeServer.start({ vsix: [packedExtension], settings, env });
    browser = await launchBrowser();
    window = await Window.show(await newProfile(browser, server), server, workspace);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  afterEach(async ({ task }) => {
    if (task.result?.state !== "fail") return;
    await window.page.screenshot({ path: join(repository, "out/failed", `${task.name}.png`) });
  });

  const question = () => window.page.getByPlaceholder("Which course?");
  const answer = (label: string) =>
    window.page
      .locator(".quick-input-widget .monaco-list-row")
      .filter({ hasText: `${label}/` })
      .click();
  const statusBar = (text: string) => window.page.locator('.statusbar-item[id^="nbdev.nbdev"]', { hasText: text });
  const checked = () => window.notification(/large: 1 error, 501 warnings/);

  it("is asked once which of them is meant", async () => {
    await window.command("nbdev: Run checks");
    await question().waitFor(slow);
    await answer("large");
    await checked().waitFor(slow);
    await statusBar("large").waitFor(slow);
    await window.command("Notifications: Clear All Notifications");
    await checked().waitFor({ state: "detached" });
    await window.command("nbdev: Run checks");
    await checked().waitFor(slow);
    expect(await question().isVisible()).toBe(false);
  });

  it("shows another one in the status bar as soon as it is chosen", async () => {
    for (const course of ["course", "large"]) {
      await window.command("nbdev: Choose another course");
      await answer(course);
      await statusBar(course).waitFor(slow);
    }
  });

  it("shows both in the tree, with 500 notebooks, each a click away", async () => {
    await window.nbdevTab().click();
    await window.treeItem(/No Docker engine answers at .*nonexistent/).waitFor(slow);
    await window.treeItem(/^Notebooks\s*1$/).click(slow);
    await window.treeItem(/^hello\.ipynb/).waitFor(slow);
    expect(await window.treeItem(/^Image/).allInnerTexts()).toHaveLength(1); // only the other course's is known
    await window.treeItem(/^Notebooks.*500/).click(slow);
    await window.treeItem(/^n003\.ipynb/).click(slow);
    await window.page.locator(".notebookOverlay .view-line").filter({ hasText: "humanise" }).first().waitFor(slow);
  });

  it("says what is missing, with the log and a command that mends it", async () => {
    const failure = window.notification(/No Docker engine answers at .*there is no such socket.*Start Docker/);
    await openFromTree();
    await failure.getByRole("button", { name: "Copy fix" }).click(slow);
    const copied = () => window.page.evaluate("navigator.clipboard.readText()");
    await expect.poll(copied).toBe("sudo systemctl start docker");
    await failure.waitFor({ state: "detached" });
    await openFromTree();
    await failure.getByRole("button", { name: "Show log" }).click(slow);
    await window.page.locator(".view-line").filter({ hasText: "DOCKER_UNREACHABLE" }).first().waitFor(slow);
  });

  it("is not asked again after the window was reloaded", async () => {
    await window.command("View: Close All Editors");
    await window.reload();
    await window.command("nbdev: Run checks");
    await checked().waitFor(slow);
    expect(await question().isVisible()).toBe(false);
  });

  it("opens a folder inside of a course alone, and is offered that course, once", async () => {
    await mkdir(join(large, ".git"));
    await mkdir(join(large, "week1"));
    await window.page.goto(server.open(join(large, "week1")));
    const offer = window.notification(`it lies inside of one: ${large}`);
    await window.nbdevTab().waitFor(slow);
    await window.command("nbdev: Run checks");
    await offer.getByRole("button", { name: "Use this course" }).click(slow);
    await checked().waitFor(slow);
    await window.ready(); // the status bar has it too
    await window.command("Notifications: Clear All Notifications");
    await window.command("nbdev: Run checks");
    await checked().waitFor(slow);
    expect(await offer.isVisible()).toBe(false);
  });

  async function openFromTree(): Promise<void> {
    const row = window.treeItem(/^course/);
    await row.hover();
    await row.getByRole("button", { name: "Open course in local hub" }).click();
  }
});
