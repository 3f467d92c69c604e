import { describe, expect, it, vi } from "vitest";
import type { HubStatus, UpRequest } from "../../../core/index.ts";
import { upResult } from "../fake-nbdev.ts";
import { RecordedOutput, runLine } from "../fake-shell.ts";

const status: HubStatus = {
  runtime: "kind",
  place: { name: "nbdev", state: "running", detail: "" },
  hub: { state: "running", url: "http://127.0.0.1:8000", detail: "" },
  servers: [],
};
const directory = "/work/course";

describe("each command asks the facade for what its words say", () => {
  it("up: every flag, paths absolute, absent ones undefined", async () => {
    const up = vi.fn(async (_request: UpRequest) => upResult);
    const words = "up course --notebook a.ipynb --runtime kind --chart ./chart --node-image n --registry-image r";
    const more = "--values a.yaml --values /b.yaml --port 8123 --platform linux/amd64 --ca-bundle ca.pem --keep";
    await runLine([...`${words} ${more} --course x`.split(" "), "--no-open"], { up });
    expect(up.mock.calls[0]?.[0]).toEqual({
      directory,
      runtime: "kind",
      course: "x",
      notebook: "a.ipynb",
      chart: "/work/chart",
      nodeImage: "n",
      registryImage: "r",
      valuesFiles: ["/work/a.yaml", "/b.yaml"],
      port: 8123,
      platform: "linux/amd64",
      caBundle: "/work/ca.pem",
      keep: true,
      dryRun: false,
    });
    await runLine(["up", "--no-open", "--chart", "4.4.0"], { up });
    expect(up.mock.calls[1]?.[0]).toMatchObject({ directory: "/work", chart: "4.4.0", valuesFiles: undefined });
    expect(up.mock.calls[1]?.[0].runtime).toBeUndefined();
  });

  it("up: the link alone on stdout, the learner's link and the warnings beside it", async () => {
    const { stdout, stderr } = await runLine(["up", "--no-open"], { up: async () => upResult });
    expect(stdout).toBe(`${upResult.launchUrl}\n`);
    expect(stderr).toContain(`In production: ${upResult.productionUrl}\nwarning: intro is not registered`);
  });

  it("up --json: one object, and progress as JSON lines", async () => {
    const { stdout, stderr } = await runLine(["up", "--no-open", "--json"], {
      up: async (_request, task) => {
        task.progress({ type: "step-started", step: "build", title: "Build" });
        return upResult;
      },
    });
    expect(JSON.parse(stdout)).toEqual(upResult);
    expect(JSON.parse(stderr)).toEqual({ type: "step-started", step: "build", title: "Build" });
  });

  it("up --explain: the deviations with their reasons", async () => {
    const { stdout } = await runLine(["up", "--no-open", "--explain"], { up: async () => upResult });
    expect(stdout).toMatch(/scheduling +on +off +one node/);
  });

  it("up --dry-run: exactly the command lines on stdout, no link opened", async () => {
    const { stdout } = await runLine(["up", "--dry-run"], {
      up: async (request, task) => {
        expect(request).toMatchObject({ dryRun: true });
        expect(request.openLink).toBeUndefined();
        task.progress({ type: "command", line: "kind create cluster --name nbdev" });
        return { ...upResult, outcome: "planned" };
      },
    });
    expect(stdout).toBe("kind create cluster --name nbdev\n");
  });

  it("up: asks for a notebook only on a terminal, and says the link where no browser starts", async () => {
    const up = vi.fn(async (request: UpRequest) => {
      await request.openLink?.("http://link");
      return upResult;
    });
    const tty = { stdin: { isTTY: true }, stderr: new RecordedOutput(true) };
    await runLine(["up"], { up }, { ...tty, env: { TERM: "dumb" } });
    await runLine(["up"], { up }, { ...tty, env: { CI: "true" } });
    const { stderr } = await runLine(["up"], { up }, { openBrowser: async () => false });
    expect(up.mock.calls.map(([request]) => request.chooseNotebook !== undefined)).toEqual([true, false, false]);
    expect(stderr).toContain("No browser could be started here. Open this link: http://link");
  });

  it("open: a notebook, printed or opened", async () => {
    const open = vi.fn(async (_request: unknown) => upResult);
    await runLine(["open", "a b.ipynb", "--directory", "course", "--print"], { open });
    await runLine(["open"], { open });
    expect(open.mock.calls[0]?.[0]).toEqual({
      directory,
      runtime: undefined,
      course: undefined,
      notebook: "a b.ipynb",
    });
    expect(open.mock.calls[1]?.[0]).toMatchObject({ directory: "/work", openLink: expect.any(Function) });
  });

  it("build, stop, down, prune, init, url", async () => {
    const image = { reference: "r:intro", id: "sha256:0", changed: true };
    const result = { outcome: "built", runtime: "kind", course: "intro", image, deviations: [] } as const;
    const build = vi.fn(async (_request: unknown) => result);
    const stop = vi.fn(async (_request: unknown) => undefined);
    const down = vi.fn(async (_request: unknown) => undefined);
    const prune = vi.fn(async (_request: unknown) => ({ removed: ["image x"], bytes: 2048 }));
    const init = vi.fn(async (_request: unknown) => ({ file: "/work/nbdev.yaml", text: "# text\n" }));
    const url = vi.fn(async (_request: unknown) => "https://link");
    expect((await runLine(["build", "course"], { build })).stdout).toBe("r:intro\n");
    await runLine(["stop", "course"], { stop });
    await runLine(["down", "course", "--all"], { down });
    expect((await runLine(["prune"], { prune })).stdout).toBe("image x\n2.0 KiB freed\n");
    expect((await runLine(["init"], { init })).stdout).toBe("/work/nbdev.yaml\n");
    expect((await runLine(["init", "--print"], { init })).stdout).toBe("# text\n");
    expect((await runLine(["url", "a.ipynb", "--production"], { url })).stdout).toBe("https://link\n");
    expect(build.mock.calls[0]?.[0]).toMatchObject({ directory });
    expect(stop.mock.calls[0]?.[0]).toEqual({ directory, runtime: undefined });
    expect(down.mock.calls[0]?.[0]).toEqual({ directory, runtime: undefined, all: true });
    expect(url.mock.calls[0]?.[0]).toMatchObject({ notebook: "a.ipynb", production: true });
  });

  it("status: the table, or the same as JSON", async () => {
    const facade = { status: async () => status };
    expect((await runLine(["status"], facade)).stdout).toContain("No learner's server runs.");
    expect(JSON.parse((await runLine(["status", "--json"], facade)).stdout)).toEqual({ outcome: "done", ...status });
  });

  it("status --watch: again and again, until interrupted", async () => {
    const abort = new AbortController();
    const facade = {
      status: async () => {
        setImmediate(() => abort.abort());
        return status;
      },
    };
    const { code, stdout } = await runLine(["status", "--watch", "--json"], facade, { signal: abort.signal });
    expect(code).toBe(130);
    expect(JSON.parse(stdout.split("\n")[0] ?? "")).toMatchObject({ outcome: "done" });
  });

  it("logs: lines as they come, or a folder", async () => {
    const logs = vi.fn(async function* (_request: unknown) {
      yield* ["one", "two"];
    });
    const exportLogs = vi.fn(async (request: { directory: string }) => request.directory);
    expect((await runLine(["logs", "user", "--lines", "5"], { logs })).stdout).toBe("one\ntwo\n");
    expect(logs.mock.calls[0]?.[0]).toMatchObject({ source: "user", lines: 5, follow: false, directory: "/work" });
    expect((await runLine(["logs", "--export", "out"], { exportLogs })).stdout).toBe("/work/out\n");
  });

  it("doctor: a table with hints, and 1 for findings of severity error", async () => {
    const ok = { subject: "disk", severity: "ok", value: "20 GiB free" } as const;
    const bad = { subject: "kind", severity: "error", value: "missing", hint: "Install it." } as const;
    expect((await runLine(["doctor"], { doctor: async () => [ok] })).code).toBe(0);
    const { code, stdout } = await runLine(["doctor"], { doctor: async () => [ok, bad] });
    expect(code).toBe(1);
    expect(stdout).toMatch(/kind +ERROR +missing\n\nkind: Install it\./);
  });
});
