import { randomUUID } from "node:crypto";
import { cpSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FileLock } from "../../../../core/adapters/file-lock.ts";
import { HubApiClient } from "../../../../core/adapters/hub-api/hub-api-client.ts";
import { type Course, launchUrl, openCourse } from "../../../../core/course/index.ts";
import type { HubRequest, HubRuntime, RunningHub } from "../../../../core/hub/runtime.ts";
import { ensureServer } from "../../../../core/hub/server/ensure-server.ts";
import { unattendedTask } from "../../../../core/progress/index.ts";
import { BrowserSession } from "../../../support/browser-session.ts";
import { executeNotebook } from "../../../support/execute-notebook.ts";

/** What every runtime owes to whoever holds only a `HubRuntime`; run against the real ones by test/e2e/contract.test.ts. */
export function describeHubRuntime(name: string, open: (courseDirectory: string) => Promise<HubRuntime>): void {
  describe(`the ${name} runtime keeps the contract`, () => {
    const task = unattendedTask();
    let runtime: HubRuntime;
    let course: Course;
    let request: HubRequest;

    beforeAll(async () => {
      const directory = join(mkdtempSync(join(tmpdir(), "nbdev-contract-")), "hello");
      cpSync(join(process.cwd(), "images/hello"), directory, { recursive: true });
      const opened = await openCourse(directory, {}, process.env);
      course = opened.course;
      request = { ...opened.settings, course: course.name };
      runtime = await open(course.directory);
      await runtime.down(undefined, task);
    });
    afterAll(() => runtime.down(undefined, task));

    const up = async () => {
      await runtime.prepare(request, task);
      return runtime.up(request, task);
    };

    it("has nothing running before, says so, and finds no reason against starting", async () => {
      expect(await runtime.running(task)).toBeUndefined();
      expect((await runtime.status(task)).place.state).toBe("absent");
      expect((await runtime.preflight(request, task)).filter(({ severity }) => severity === "error")).toEqual([]);
      await runtime.stop(task);
    });

    it("builds and delivers beside bringing up, and calls the image what production calls it", async () => {
      const deliver = async () => runtime.deliver(await runtime.build(course, request, task), request, task);
      const [delivery, hub] = await Promise.all([deliver(), up()]);
      expect(String(delivery.reference)).toBe(`${course.imageRepository}:hello`);
      expect(delivery.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
      expect(await deliver()).toMatchObject({ digest: delivery.digest, bytesMoved: 0 });
      expect(hub.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
      expect(hub.deviations.length).toBeGreaterThan(0);
    });

    it("is the same hub when brought up again, and opens only to its own token", async () => {
      const hub = await runtime.running(task);
      expect(await up()).toEqual(hub);
      const api = (token: string) =>
        fetch(`${hub?.url}/hub/api/users`, { headers: { authorization: `token ${token}` } });
      expect((await api(hub?.apiToken ?? "")).status).toBe(200);
      expect((await api("not-the-token")).status).toBe(403);
      expect((await runtime.status(task)).hub).toMatchObject({ state: "running", url: hub?.url });
    });

    it("answers to a forwarded page while a server is there that was started for it, and to no other page", async () => {
      const hub = await runtime.running(task);
      if (hub === undefined) throw new Error("no hub");
      const connect = (to: RunningHub) => new HubApiClient(to);
      const outside = { runtime, connect, newUserName: randomUUID, lock: new FileLock(tmpdir()) };
      const origin = "https://me-8000.forwarded.example";
      const wanted = { course, notebook: "hello.ipynb", digest: undefined, origin };
      const { user, image } = await ensureServer(outside, hub, wanted, task);
      expect(await ensureServer(outside, hub, { ...wanted, digest: image.digest }, task)).toMatchObject({ user });
      const link = launchUrl({ ...wanted, hubUrl: hub.url, course: course.name, token: hub.launchToken });
      const learner = new BrowserSession({ origin });
      const page = await learner.visit(link);
      expect(page.url).toContain(`/user/${user}/notebooks/hello.ipynb`);
      const server = page.url.slice(0, page.url.indexOf("/notebooks/"));
      expect(await executeNotebook(learner, server, "hello.ipynb")).toContain("A learner has");
      expect((await new BrowserSession({ origin: "https://evil.example" }).visit(link)).status).toBe(403);
      await outside.connect(hub).deleteUser(user, task);
      expect((await new BrowserSession({ origin }).visit(link)).status).toBe(403);
    });

    it("gives the lines of the hub's log, without an end it was not asked for", async () => {
      const lines: string[] = [];
      for await (const line of runtime.logs("hub", { follow: false, lines: 5 }, task)) lines.push(line);
      expect(lines.length).toBeGreaterThan(0);
    });

    it("exports logs without its secrets", async () => {
      const folder = mkdtempSync(join(tmpdir(), "nbdev-export-"));
      const hub = await runtime.running(task);
      await runtime.exportLogs(folder, task);
      const { readdirSync, readFileSync } = await import("node:fs");
      const text = readdirSync(folder)
        .map((file) => readFileSync(join(folder, file), "utf8"))
        .join("\n");
      expect(text).toContain("JupyterHub");
      expect(text).not.toContain(hub?.launchToken);
      expect(text).not.toContain(hub?.apiToken);
    });

    it("stops, resumes under the same link, and ends with nothing", async () => {
      const before = await runtime.running(task);
      await runtime.stop(task);
      expect(await runtime.running(task)).toBeUndefined();
      expect((await runtime.status(task)).place.state).toBe("stopped");
      expect(await up()).toMatchObject({ url: before?.url, launchToken: before?.launchToken });
      await runtime.down(course, task);
      expect((await runtime.status(task)).place.state).toBe("absent");
    });
  });
}
