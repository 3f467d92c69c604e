import { cpSync, mkdtempSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Browser, BrowserContext } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { HubStatus, UpResult } from "../../core/index.ts";
import { launchBrowser } from "../extension/host/browser.ts";
import { describeInVsCode } from "../extension/host/describe-suite.ts";
import { runCli, warmEnvironment } from "../support/cli.ts";

const foreign = "attacker.example";

describeInVsCode("in a real browser", () => {
  const env = warmEnvironment();
  const folder = mkdtempSync(join(tmpdir(), "nbdev-course-"));
  const courses = ["one", "other"].map((name) => join(folder, name));
  const cli = (command: string, ...args: string[]) =>
    runCli([command, ...args, "--runtime", "process", "--json"], { env });
  let hubs: UpResult[];
  let browser: Browser;
  let person: BrowserContext;
  let elsewhere: Server;
  let servers: string[];

  beforeAll(async () => {
    hubs = [];
    for (const course of courses) {
      cpSync(resolve(import.meta.dirname, "../../images/hello"), course, { recursive: true });
      hubs.push((await cli("up", course, "--no-open")).json<UpResult>());
    }
    browser = await launchBrowser({ hosts: { [foreign]: "127.0.0.1" } });
    person = await browser.newContext();
    elsewhere = createServer((_request, response) => {
      response.setHeader("content-type", "text/html").end("<title>elsewhere</title>");
    }).listen(0, "127.0.0.1");
  });

  afterAll(async () => {
    await browser?.close();
    elsewhere?.close();
    for (const course of courses) await cli("down", course, "--all");
  });

  const users = async () => (await cli("status", courses[0] ?? "")).json<HubStatus>().servers.map(({ user }) => user);

  it("two hubs are open side by side, and neither logs the other out", async () => {
    servers = [];
    const refused: string[] = [];
    for (const { launchUrl } of hubs) {
      const page = await person.newPage();
      page.on("response", (answer) => {
        if (answer.status() >= 400 && /\.(css|js|svg)\b/.test(answer.url())) refused.push(answer.url());
      });
      await page.goto(launchUrl);
      await page.waitForURL(/\/notebooks\/hello\.ipynb/);
      await page.locator(".jp-CodeCell").first().waitFor({ timeout: 120_000 });
      // Of the menus and the toolbar, as in production.
      expect(await page.locator(".lm-MenuBar-itemLabel").allInnerTexts()).toEqual(["File"]);
      expect(await page.locator(".jp-NotebookPanel-toolbar [data-jp-item-name=kernelName]").count()).toBe(0);
      servers.push(page.url().slice(0, page.url().indexOf("/notebooks/")));
    }
    expect(refused).toEqual([]);
    expect(new URL(servers[0] ?? "").port).not.toBe(new URL(servers[1] ?? "").port);
    for (const server of servers) {
      const contents = await person.request.get(`${server}/api/contents/hello.ipynb`);
      expect(contents.status()).toBe(200);
      const page = await person.newPage();
      await page.goto(`${server}/tree`);
      await page.getByText("hello.ipynb").first().waitFor();
    }
  });

  it("a name that an attacker points at this machine opens nothing, with or without the link's token", async () => {
    const before = await users();
    const launch = new URL(hubs[0]?.launchUrl ?? "");
    launch.hostname = foreign;
    const page = await person.newPage();
    for (const path of [
      launch.pathname + launch.search,
      "/hub/login",
      "/hub/api/",
      new URL(servers[0] ?? "").pathname,
    ]) {
      const answer = await page.goto(new URL(path, launch).href);
      expect(answer?.status(), path).toBe(403);
    }
    expect(await users()).toEqual(before);
  });

  const kernels = async () => {
    const listed = (await (await person.request.get(`${servers[0]}/api/kernels`)).json()) as { id: string }[];
    return listed.map(({ id }) => id);
  };

  it("a page of another origin starts no server and reads nothing of the one that the person is logged in to", async () => {
    const before = await users();
    const own = await kernels();
    const page = await person.newPage();
    await page.goto(`http://${foreign}:${(elsewhere.address() as AddressInfo).port}/`);
    await page.setContent(`<iframe src="${hubs[0]?.hubUrl}/hub/tmplogin?course=hello&notebook=hello.ipynb"></iframe>`);
    const attempts = await page.evaluate(
      async ({ hub, server }) => {
        const settled = (url: string, init: RequestInit) =>
          fetch(url, { credentials: "include", ...init }).then(
            async (response) => `read ${response.type} ${(await response.text()).length}`,
            () => "refused",
          );
        return [
          await settled(`${server}/api/contents/hello.ipynb`, {}),
          await settled(`${hub}/hub/tmplogin?course=hello&notebook=hello.ipynb`, {}),
          await settled(`${hub}/hub/login`, { method: "POST", mode: "no-cors" }),
          await settled(`${server}/api/kernels`, { method: "POST", mode: "no-cors", body: "{}" }),
        ];
      },
      { hub: hubs[0]?.hubUrl ?? "", server: servers[0] ?? "" },
    );
    expect(attempts).toEqual(["refused", "refused", "read opaque 0", "read opaque 0"]);
    expect(await users()).toEqual(before);
    expect(await kernels()).toEqual(own);
  });
});
