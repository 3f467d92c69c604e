import { rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runCli, warmEnvironment } from "../support/cli.ts";
import { hubProcesses, killHub } from "../support/hub-processes.ts";
import { Author, minutes, stepByStep } from "./host/author.ts";
import { courseFolder } from "./host/course-folder.ts";
import { describeInVsCode } from "./host/describe-suite.ts";
import { misspeltDockerfile } from "./host/misspelt-course.ts";
import { packedExtension } from "./host/package-extension.ts";
import { picture, Window } from "./host/window.ts";

/** What an author does and sees, in the packed extension, with a real hub (process runtime). */
describeInVsCode("a person's path", async () => {
  const env = warmEnvironment();
  const course = await courseFolder({ Dockerfile: misspeltDockerfile });
  const workspace = dirname(course);
  let author: Author;
  let window: Window;
  let launchUrl: string;

  beforeAll(async () => {
    const settings = { "nbdev.hub.runtime": "process" };
    author = await Author.sitDown(course, { vsix: [packedExtension], settings, env });
    window = author.window;
  });
  afterAll(() => runCli(["down", course, "--all", "--runtime", "process"], { env }));
  stepByStep(() => author);

  it("sees what would fail for learners, and fixes it", () => author.fixTheDockerfile());

  it("opens the course in the local hub, and watches", async () => {
    await window.command("nbdev: Open course in local hub");
    await window.notification(/Open course in local hub: (Install|Make|Start)/).waitFor(minutes(1));
    await picture(window.page, "progress");
    launchUrl = await author.copyReadyLink();
    expect(launchUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/hub\/tmplogin\?course=course&notebook=hello\.ipynb/);
  });

  it("runs a cell of the notebook, as a learner does", () => author.runFirstCell(launchUrl));

  it("finds the learner's server in the tree", async () => {
    await author.findLearnerInTree();
    await picture(window.page, "tree");
  });

  it("sees in the tree that the hub has died, and opening it again mends it", async () => {
    killHub(env.NBDEV_STATE_DIR ?? "");
    await window.treeItem(/^Hub(?!.*running)/).waitFor(minutes(1));
    await window.command("nbdev: Open course in local hub");
    launchUrl = await author.copyReadyLink();
    await window.treeItem(/^Hub.*running at/).waitFor(minutes(1));
  });

  it("stops it", async () => {
    await author.stopTheHub();
    expect(hubProcesses(env.NBDEV_STATE_DIR ?? "")).toEqual([]);
  });

  it("reloads the window while the course is being opened, and gets its notebook all the same", async () => {
    await window.command("nbdev: Open course in local hub");
    // VS Code in a browser writes an extension's state down a moment later: what is lost in it was seen by nobody.
    await window.notification(/Open course in local hub: (Make|Start)/).waitFor(minutes(1));
    await window.reload();
    launchUrl = await author.copyReadyLink();
  });

  it("opens it from two windows at once: one hub answers both", async () => {
    const second = await Window.open(author.profile, author.server, workspace);
    for (const each of [window, second]) await each.command("nbdev: Open course in local hub");
    const links = [await author.copyReadyLink(second), await author.copyReadyLink()];
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
    await window.page.reload(); // no course is meant in the new window, so its status bar names none
    await window.showTree();
    await gone.waitFor(minutes(1));
    const hub = window.treeItem(/^Hub.*running at/);
    await hub.hover();
    await hub.getByRole("button", { name: "Stop the local hub" }).click();
    await window.treeItem(/^Hub.*stopped/).waitFor(minutes(1));
    await expect.poll(() => hubProcesses(env.NBDEV_STATE_DIR ?? ""), minutes(1)).toEqual([]);
    await window.command("nbdev: Tear down the local hub");
    await window.page.locator(".quick-input-widget .monaco-list-row").filter({ hasText: course }).click();
    await window.page.getByRole("button", { name: "Tear down this course" }).click();
    await gone.waitFor({ state: "detached", ...minutes(1) });
    expect(await errors.allInnerTexts()).toEqual([]);
  });
});
