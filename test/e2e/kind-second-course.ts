import { randomBytes } from "node:crypto";
import { cpSync, mkdtempSync, renameSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import type { HubStatus, UpResult } from "../../core/index.ts";
import { BrowserSession } from "../support/browser-session.ts";
import { runCli } from "../support/cli.ts";
import { executeNotebook } from "../support/execute-notebook.ts";
import { docker, receivedByRegistry } from "../support/real-engine.ts";

/** A name that a shell, a URL, a path or a command line could take for something else. */
const notebook = `-Übung 1's "$(touch x)" & more; ..ipynb`;
const mebibyte = 2 ** 20;

/** A second course beside the one that is up already, in the same cluster; it is gone again after the last test. */
export function serveSecondCourse(env: Record<string, string>, firstCourse: string): void {
  const course = join(mkdtempSync(join(tmpdir(), "nbdev-course-")), "second");
  const on = (command: string, directory: string, ...args: string[]) =>
    runCli([command, directory, "--runtime", "kind", "--json", ...args], { env });
  const up = () => on("up", course, "--no-open", `--notebook=${notebook}`);
  let result: UpResult;

  it("serves a second course from the same cluster, its notebook named as it likes", async () => {
    cpSync(resolve(import.meta.dirname, "../../images/hello"), course, { recursive: true });
    renameSync(join(course, "hello.ipynb"), join(course, notebook));
    writeFileSync(join(course, notebook), JSON.stringify(held(1_200)));
    writeFileSync(join(course, "data.bin"), randomBytes(mebibyte));
    writeFileSync(
      join(course, "Dockerfile"),
      "FROM quay.io/jupyter/base-notebook:2025-12-31\nCOPY *.ipynb data.bin ./\n",
    );
    const nodes = docker("ps", "--quiet", "--filter", "name=nbdev");
    result = (await up()).json<UpResult>();
    expect(result).toMatchObject({ outcome: "ready", course: "second", notebook });
    expect(docker("ps", "--quiet", "--filter", "name=nbdev")).toBe(nodes);
  });

  it("says a learner's memory within 10 %", async () => {
    const learner = new BrowserSession();
    const page = await learner.visit(result.launchUrl);
    expect(page.status).toBe(200);
    const server = page.url.slice(0, page.url.indexOf("/notebooks/"));
    const memory = async () => {
      await sleep(20_000); // the kubelet's figures are up to 15 s old
      const { servers } = (await on("status", course)).json<HubStatus>();
      return servers.find((candidate) => candidate.course === "second")?.memory.used ?? 0;
    };
    const before = await memory();
    const running = executeNotebook(learner, server, encodeURIComponent(notebook));
    const grown = (await memory()) - before;
    expect(await running).toBe("held\n");
    expect(Math.abs(grown / (1_200 * mebibyte) - 1)).toBeLessThan(0.1);
  });

  it("pushes at most twice what changed", async () => {
    writeFileSync(join(course, "data.bin"), randomBytes(4 * mebibyte));
    const before = receivedByRegistry();
    expect((await up()).json<UpResult>().outcome).toBe("ready");
    const pushed = receivedByRegistry() - before;
    expect(pushed).toBeGreaterThan(4 * mebibyte);
    expect(pushed).toBeLessThan(8 * mebibyte);
  });

  it("lets two ups at once take turns", async () => {
    writeFileSync(join(course, "data.bin"), randomBytes(mebibyte));
    const [one, other] = (await Promise.all([up(), up()])).map((run) => run.json<UpResult>());
    expect([one?.outcome, other?.outcome]).toEqual(["ready", "ready"]);
    expect(other?.launchUrl).toBe(one?.launchUrl);
  });

  it("down takes this course away and leaves the other one's server", async () => {
    expect((await on("down", course)).exitCode).toBe(0);
    expect(docker("images", "--format", "{{.Tag}}").split("\n")).not.toContain("second");
    const { hub, servers } = (await on("status", firstCourse)).json<HubStatus>();
    expect(hub.state).toBe("running");
    expect(servers.map((server) => server.course)).toEqual(["hello"]);
  });
}

/** A notebook whose kernel holds so many MiB for half a minute, every page of it touched. */
function held(mebibytes: number) {
  const source = `import time\nheld = bytearray(b"x") * (${mebibytes} << 20)\nprint("held")\ntime.sleep(30)`;
  const cell = { id: "held", cell_type: "code", source, metadata: {}, outputs: [], execution_count: null };
  const kernelspec = { name: "python3", display_name: "Python 3", language: "python" };
  return { nbformat: 4, nbformat_minor: 5, metadata: { kernelspec }, cells: [cell] };
}
