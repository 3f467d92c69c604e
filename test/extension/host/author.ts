import { dirname, join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeEach, expect } from "vitest";
import { launchBrowser } from "./browser.ts";
import { repository } from "./build-suite.ts";
import { CodeServer, type CodeServerRequest } from "./code-server.ts";
import { newProfile, picture, Window } from "./window.ts";

/** How long a wait of playwright or vitest may take. */
export const minutes = (count: number) => ({ timeout: count * 60_000 });

/** Somebody with a course open in VS Code and a browser beside it, and what they do whatever the hub lives in. */
export class Author {
  readonly profile: BrowserContext;
  readonly server: CodeServer;
  readonly window: Window;
  readonly #browser: Browser;

  private constructor(browser: Browser, profile: BrowserContext, server: CodeServer, window: Window) {
    this.#browser = browser;
    this.profile = profile;
    this.server = server;
    this.window = window;
  }

  static async sitDown(course: string, request: CodeServerRequest): Promise<Author> {
    const server = await CodeServer.start(request);
    const domain = request.proxyDomain;
    const hosts = domain === undefined ? {} : { [`*.${domain}`]: new URL(server.url).host };
    const browser = await launchBrowser({ hosts });
    const profile = await newProfile(browser, server);
    return new Author(browser, profile, server, await Window.open(profile, server, dirname(course)));
  }

  async leave(): Promise<void> {
    await this.#browser.close();
    await this.server.stop();
  }

  /** The Dockerfile of host/misspelt-course.ts: its squiggle, its quick fix, and no squiggle. */
  async fixTheDockerfile(): Promise<void> {
    const { page } = this.window;
    await this.window.openFile("Dockerfile");
    const squiggle = page.locator(".squiggly-error");
    await squiggle.waitFor(minutes(1));
    await page.locator(".view-line").getByText("Hello.ipynb").click();
    await picture(page, "squiggle");
    await page.keyboard.press("Control+.");
    await page.locator(".action-widget .focused").filter({ hasText: "Write hello.ipynb" }).waitFor();
    await page.keyboard.press("Enter");
    await squiggle.waitFor({ state: "detached", ...minutes(1) });
    await page.keyboard.press("Control+S");
    await page.locator(".tab.dirty").waitFor({ state: "detached" });
  }

  /** code-server puts a path before every forwarded port, so the link is shown, not opened; a person copies it. */
  async copyReadyLink(window = this.window): Promise<string> {
    await window.page.bringToFront();
    const ready = window.notification("The notebook is ready at");
    const failed = window.page.locator(".notification-list-item:has(.codicon-error)");
    await ready.or(failed).first().waitFor(minutes(8));
    expect(await failed.allInnerTexts()).toEqual([]);
    await ready.getByRole("button", { name: "Copy link" }).click();
    const copied = () => window.page.evaluate("navigator.clipboard.readText()");
    await expect.poll(copied).toMatch(/tmplogin/);
    return String(await copied());
  }

  /** As a learner: the link in a page of its own, and the first cell of images/hello's notebook. */
  async runFirstCell(launchUrl: string): Promise<void> {
    const notebook = await this.profile.newPage();
    await notebook.goto(launchUrl);
    await this.runFirstCellIn(notebook);
    await picture(notebook, "notebook");
    await notebook.close();
  }

  /** The same where the page is open already. */
  async runFirstCellIn(notebook: Page): Promise<void> {
    await notebook.locator(".jp-CodeCell").first().click(minutes(2));
    const output = notebook.getByText("A learner has 4.0 GiB");
    // JupyterLab takes the keys before its session is there, and then runs nothing; a person presses them again, since
    // production's settings leave no indicator to wait for.
    for (let tries = 0; tries < 12 && (await output.count()) === 0; tries++) {
      await notebook.locator(".jp-CodeCell").first().click();
      await notebook.keyboard.press("Shift+Enter");
      await output.waitFor({ timeout: 10_000 }).catch(() => undefined);
    }
    await output.waitFor();
  }

  async findLearnerInTree(): Promise<void> {
    await this.window.showTree();
    await this.window.treeItem(/^Hub.*running at 127\.0\.0\.1:\d+/).waitFor(minutes(1));
    await this.window
      .treeItem(/^Learner .*ready/)
      .first()
      .waitFor(minutes(1));
  }

  async stopTheHub(): Promise<void> {
    await this.window.command("nbdev: Stop the local hub");
    await this.window.treeItem(/^Hub.*stopped/).waitFor(minutes(1));
  }
}

/** Each step stands on the one before; and a picture of every page says more about the first that fails than a timeout. */
export function stepByStep(author: () => Author | undefined): void {
  let broken: string | undefined;
  beforeEach(({ skip, task }) => skip(broken !== undefined && broken !== task.name, "an earlier step failed"));
  afterEach(async ({ task }) => {
    if (task.result?.state !== "fail" || broken !== undefined) return;
    broken = task.name;
    for (const [index, page] of (author()?.profile.pages() ?? []).entries()) {
      await page.bringToFront();
      await page.screenshot({ path: join(repository, "out/failed", `${task.name} ${index + 1}.png`) });
    }
  });
  afterAll(() => author()?.leave());
}
