import { join } from "node:path";
import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import { repository } from "./build-suite.ts";
import type { CodeServer } from "./code-server.ts";

/** One VS Code window in the browser, and what a person does in it. */
export class Window {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  static async open(context: BrowserContext, server: CodeServer, workspace: string): Promise<Window> {
    const window = await Window.show(context, server, workspace);
    await window.ready();
    return window;
  }

  /** As `open`, where nbdev shows no course of its own accord. */
  static async show(context: BrowserContext, server: CodeServer, workspace: string): Promise<Window> {
    const window = new Window(await context.newPage());
    await window.page.goto(server.open(workspace));
    await window.nbdevTab().waitFor({ timeout: 120_000 });
    return window;
  }

  /** Where a click shows nbdev's tree. */
  nbdevTab(): Locator {
    return this.page.locator(".activitybar").getByRole("tab", { name: "nbdev courses" });
  }

  /** A click on the tab of the view that is shown would hide it. */
  async showTree(): Promise<void> {
    const tab = this.nbdevTab();
    await tab.waitFor({ timeout: 120_000 });
    if ((await tab.getAttribute("aria-selected")) !== "true") await tab.click();
  }

  /** The same window after its reload button. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.ready();
  }

  /** Opens a file by its name, as Ctrl+P does. */
  async openFile(name: string): Promise<void> {
    await this.#pick("Control+P", name, name);
  }

  /** Runs a command by its whole title, from the palette. */
  async command(title: string): Promise<void> {
    await this.#pick("F1", title, title);
  }

  /** The notification with this text. */
  notification(text: string | RegExp): Locator {
    return this.page.locator(".notification-list-item").filter({ hasText: text });
  }

  /** A line of whatever tree is on the screen. */
  treeItem(text: string | RegExp): Locator {
    return this.page.locator(".monaco-list-row[role=treeitem]").filter({ hasText: text });
  }

  /** nbdev's status-bar item says that it runs; before, the palette leaves out what wants a trusted workspace. */
  async ready(): Promise<void> {
    await this.page.locator('.statusbar-item[id^="nbdev.nbdev"]').waitFor({ timeout: 120_000 });
  }

  async #pick(key: string, text: string, row: string): Promise<void> {
    await this.page.bringToFront(); // Chromium draws nothing in a window behind another
    const widget = this.page.locator(".quick-input-widget");
    const input = widget.locator("input[type=text]");
    const meant = widget.locator(".monaco-list-row").filter({ hasText: row }).first();
    // The palette lists the commands that there are when it opens, and extensions may come a moment later.
    for (let isListed = false, tries = 0; !isListed && tries < 10; tries++) {
      if (tries > 0) await this.page.keyboard.press("Escape");
      await this.page.keyboard.press(key);
      await input.waitFor();
      await input.fill(key === "F1" ? `>${text}` : text);
      isListed = await meant.waitFor({ timeout: 5_000 }).then(
        () => true,
        () => false,
      );
    }
    await meant.click();
  }
}

/** A browser profile of its own, in the size of the README's pictures, which may read what VS Code copies. */
export function newProfile(browser: Browser, server: CodeServer): Promise<BrowserContext> {
  const permissions = ["clipboard-read", "clipboard-write"];
  const viewport = { width: 1280, height: 800 };
  return browser.newContext({ viewport, permissions, baseURL: server.url });
}

/** Keeps a picture for the documentation, where NBDEV_PICTURES=1 asks for it. */
export async function picture(page: Page, name: string): Promise<void> {
  if (process.env.NBDEV_PICTURES !== "1") return;
  await page.screenshot({ path: join(repository, "docs/pictures", `${name}.png`) });
}
