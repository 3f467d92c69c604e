import { spawn } from "node:child_process";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type BuiltCli, buildCli } from "../support/built-cli.ts";

/** The command line as a process, built as for a release. */
let built: BuiltCli;

beforeAll(async () => {
  built = await buildCli({ "dist/long-running": "test/cli/long-running.ts" });
});

afterAll(() => built.remove());

const nbdev = (...words: string[]) => built.nbdev(words);

describe("the built command", () => {
  it("prints its help and version on stdout", async () => {
    expect(await nbdev("--help")).toMatchObject({ exitCode: 0, stderr: "", stdout: expect.stringContaining("doctor") });
    expect(await nbdev("--version")).toMatchObject({ exitCode: 0, stdout: "0.1.0" });
  });

  it("loads nothing but commander before a command runs", () => {
    expect(packagesLoadedBy("dist/nbdev.js")).toEqual(["commander"]);
  });

  it("refuses a wrong command line with 2, for people and for scripts", async () => {
    expect(await nbdev("up", "--frob")).toMatchObject({ exitCode: 2, stdout: "" });
    const { exitCode, stdout } = await nbdev("up", "--frob", "--json");
    expect({ exitCode, error: JSON.parse(stdout).error.code }).toEqual({ exitCode: 2, error: "USAGE" });
  });

  it("prints a completion script, and answers it", async () => {
    expect((await nbdev("completion", "bash")).stdout).toContain("nbdev");
    const { stdout } = await nbdev("complete", "--", "st");
    expect(stdout).toMatch(/^status\t/m);
    expect(stdout).toMatch(/^stop\t/m);
  });
});

describe("signals and pipes", () => {
  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 143],
  ] as const)("ends by %s with %i", async (signal, exitCode) => {
    const child = startWorking("stop");
    await child.working;
    child.process.kill(signal);
    expect(await child.ended).toBe(exitCode);
  });

  it("ends at once by a second signal, whatever still runs", async () => {
    const child = startWorking("down");
    await child.working;
    child.process.kill("SIGINT");
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(child.process.exitCode).toBeNull();
    child.process.kill("SIGINT");
    expect(await child.ended).toBe(130);
  });

  it("is done when its reader closes the pipe", async () => {
    const line = `node ${join(built.directory, "dist/long-running.js")} logs | head -1; echo \${PIPESTATUS[0]}`;
    expect((await execa("bash", ["-c", line])).stdout).toBe("line 0\n0");
  });
});

function startWorking(command: string) {
  const child = spawn("node", [join(built.directory, "dist/long-running.js"), command], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const working = new Promise<void>((resolve) => {
    child.stderr.on("data", (text) => String(text).includes("working") && resolve());
  });
  const ended = new Promise<number | null>((resolve) => child.on("exit", resolve));
  return { process: child, working, ended };
}

/** The packages that a bundle imports as it starts: by itself or through its chunks, not by `import()`. */
function packagesLoadedBy(entry: string): string[] {
  const { outputs } = built.metafile;
  const loaded = new Set([join(built.directory, entry)]);
  for (const output of loaded) {
    for (const { path, kind } of outputs[output]?.imports ?? []) if (kind === "import-statement") loaded.add(path);
  }
  return [...loaded].filter((path) => outputs[path] === undefined && !path.startsWith("node:")).sort();
}
