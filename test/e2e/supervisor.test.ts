import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { HubStatus, UpResult } from "../../core/index.ts";
import { BrowserSession } from "../support/browser-session.ts";
import { runCli, warmEnvironment } from "../support/cli.ts";
import { executeNotebook } from "../support/execute-notebook.ts";
import { hubProcesses, isAlive } from "../support/hub-processes.ts";

/** What befalls a hub of this machine: kills, hostile visitors, course code that does not want to end. */
describe("a hub of processes in trouble", () => {
  const env = warmEnvironment();
  const state = env.NBDEV_STATE_DIR ?? "";
  const course = join(mkdtempSync(join(tmpdir(), "nbdev-course-")), "hello");
  const cli = (command: string, ...args: string[]) => runCli([command, ...args, "--runtime", "process"], { env });
  const up = () => cli("up", course, "--no-open", "--json");
  const status = async () => (await cli("status", course, "--json")).json<HubStatus>();
  /** Throws where there is none: the process id 0 would be this very test. */
  function processOf(pattern: RegExp): number {
    const found = hubProcesses(state).find(({ command }) => pattern.test(command));
    if (found === undefined) throw new Error(`no process of the hub is ${pattern}`);
    return found.pid;
  }
  let first: UpResult;

  /** A learner's visit to the printed link; the second argument stands for the cell that they run. */
  async function runCode(link: string, code: string): Promise<string> {
    const learner = new BrowserSession();
    const { url } = await learner.visit(link);
    const server = url.slice(0, url.indexOf("/notebooks/"));
    const cells = [{ cell_type: "code", source: code, metadata: {}, outputs: [], execution_count: null, id: "a" }];
    const content = { cells, metadata: {}, nbformat: 4, nbformat_minor: 5 };
    const body = JSON.stringify({ type: "notebook", content });
    const saved = await learner.request(`${server}/api/contents/trial.ipynb`, { method: "PUT", body });
    expect(saved.status).toBe(201);
    return executeNotebook(learner, server, "trial.ipynb");
  }

  beforeAll(async () => {
    cpSync(resolve(import.meta.dirname, "../../images/hello"), course, { recursive: true });
    writeFileSync(join(course, "nbdev.yaml"), "limits:\n  memory: 600M\n  memoryGuarantee: 100M\n");
    const both = await Promise.all([up(), up()]);
    for (const each of both) expect(each.exitCode, each.stdout + each.stderr.slice(-2000)).toBe(0);
    expect(both.map(({ stderr }) => /waiting for it/.test(stderr)).sort()).toEqual([false, true]);
    first = both[0]?.json<UpResult>() as UpResult;
    expect(both[1]?.json<UpResult>().launchUrl).toBe(first.launchUrl);
  });
  afterAll(async () => {
    await cli("down", course, "--all");
  });

  it("makes no user for 1,000 visitors without the token, and refuses other origins", async () => {
    const servers = (await status()).servers.length;
    const bare = first.launchUrl.replace(/&token=.*/, "");
    const answers = new Set<number>();
    for (let round = 0; round < 20; round++) {
      const visits = Array.from({ length: 50 }, () => fetch(bare, { redirect: "manual" }));
      for (const answer of await Promise.all(visits)) answers.add(answer.status);
    }
    expect(answers).toEqual(new Set([403]));
    expect((await status()).servers).toHaveLength(servers);
    const learner = new BrowserSession();
    const page = await learner.visit(first.launchUrl);
    const server = page.url.slice(0, page.url.indexOf("/notebooks/"));
    const kernel = { method: "POST", headers: { Origin: "http://evil.example" }, body: "{}" };
    expect((await learner.request(`${server}/api/kernels`, kernel)).status).toBe(404); // jupyter_server's way to refuse
  });

  it("keeps each source's log apart", async () => {
    const logs = async (source: string) => (await cli("logs", source, "--directory", course)).stdout;
    expect(await logs("hub")).toContain("JupyterHub");
    expect(await logs("proxy")).toContain("ConfigProxy");
    expect(await logs("proxy")).not.toContain("JupyterHub");
    expect(await logs("user")).toContain("ServerApp");
  });

  it("names a kernel that was killed for memory", async ({ skip }) => {
    const limit = first.deviations.some(({ subject }) => subject === "singleuser.memory.limit");
    if (limit) skip("no memory cgroup is writable here");
    const greedy = "block = bytearray(900_000_000)\nfor i in range(0, len(block), 4096): block[i] = 1";
    await expect(runCode(first.launchUrl, greedy)).rejects.toThrow();
    const killed = (await status()).servers.filter(({ lastTermination }) => lastTermination === "OOMKilled");
    expect(killed).toHaveLength(1);
    expect(killed[0]?.memory.limit).toBe(600 * 2 ** 20);
  });

  it("starts a killed hub again, under the same link, and its servers live on", async () => {
    const server = processOf(/jupyterhub\.singleuser/);
    process.kill(processOf(/^\S+ -m jupyterhub -f/), "SIGKILL");
    await expect
      .poll(async () => (await fetch(`${first.hubUrl}/hub/api/`).catch(() => undefined))?.status, {
        timeout: 60_000,
        interval: 250,
      })
      .toBe(200);
    expect((await status()).hub).toMatchObject({
      state: "running",
      detail: expect.stringContaining("restarts of the hub: 1"),
    });
    expect(isAlive(server)).toBe(true);
    expect(await runCode(first.launchUrl, "print(6 * 7)")).toBe("42\n");
    expect(hubProcesses(state).filter(({ command }) => command.includes("idle_culler"))).toHaveLength(1);
  });

  it("repairs what a killed supervisor left, and ends its servers", async () => {
    const left = hubProcesses(state);
    process.kill(processOf(/supervisor\.py/), "SIGKILL");
    const again = await up();
    expect(again.json<UpResult>()).toMatchObject({ outcome: "ready", launchUrl: first.launchUrl });
    expect(left.filter(({ pid }) => isAlive(pid))).toEqual([]);
  });

  it("ends course code that hides from it and ignores the signal", async () => {
    const note = join(mkdtempSync(join(tmpdir(), "nbdev-hidden-")), "pid");
    const hide = [
      "import os, signal, time",
      "if os.fork() == 0:",
      "    os.setsid(); signal.signal(signal.SIGTERM, signal.SIG_IGN)",
      `    code = 'import os,time;open("${note}","w").write(str(os.getpid()));time.sleep(600)'`,
      "    os.execve('/usr/bin/env', ['env', '-i', 'python3', '-c', code], {'PATH': os.environ['PATH']})",
      `while not os.path.exists('${note}'): time.sleep(0.1)`,
    ].join("\n");
    await runCode(first.launchUrl, hide);
    const hidden = Number(readFileSync(note, "utf8"));
    expect(isAlive(hidden)).toBe(true);
    const stopped = await cli("stop", course);
    expect(stopped.exitCode, stopped.stderr).toBe(0);
    expect(isAlive(hidden)).toBe(false);
    expect((await status()).place.state).toBe("stopped");
  });

  it("leaves alone a program that has a stale process id, and can be taken down without its course", async () => {
    const instance = /hub (\w+)/.exec((await status()).place.name)?.[1];
    const runtime = env.NBDEV_RUNTIME_DIR ?? "";
    writeFileSync(join(runtime, `hub-${instance}.pid`), `${process.pid}\n`);
    writeFileSync(join(runtime, `hub-${instance}.socket`), "");
    expect((await up()).json<UpResult>().outcome).toBe("ready");
    rmSync(course, { recursive: true });
    const down = await cli("down", course, "--all");
    expect(down.exitCode, down.stderr).toBe(0);
    expect(hubProcesses(state)).toEqual([]);
    expect(existsSync(join(runtime, `hub-${instance}.socket`))).toBe(false);
  });
});
