import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { FileLock } from "../../core/adapters/file-lock.ts";
import { ProcessRunner } from "../../core/adapters/process-runner.ts";
import { PythonEnvironments } from "../../core/hub/process/python-environments.ts";
import { type StepReport, unattendedTask } from "../../core/progress/index.ts";
import { type CliResult, isolatedEnvironment, runCli } from "../support/cli.ts";

const env = isolatedEnvironment();
const environments = join(env.NBDEV_CACHE_DIR ?? "", "process/environments");
const cli = (args: readonly string[], extra: Record<string, string> = {}) =>
  runCli([...args, "--runtime", "process", "--json"], { env: { ...env, ...extra } });
const build = (course: string, extra?: Record<string, string>) => cli(["build", course], extra);
const errorOf = (result: CliResult) => result.json<{ error: { code: string; message: string; hint: string } }>().error;
const namesOf = (folder: string) => readdirSync(folder).filter((name) => !name.includes("."));

/** images/hello with these files on top. */
function course(files: Record<string, string> = {}): string {
  const directory = join(mkdtempSync(join(tmpdir(), "nbdev-course-")), "hello");
  cpSync(resolve(import.meta.dirname, "../../images/hello"), directory, { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(directory, path, ".."), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  return directory;
}

const mayMakeNamespaces = spawnSync("unshare", ["-n", "true"]).status === 0;
const mayMount = spawnSync("unshare", ["-m", "true"]).status === 0;

/** The CLI in a network of its own that has nothing but the loopback interface. */
function withoutNetwork(args: readonly string[], extra: Record<string, string> = {}) {
  const script = 'ip link set lo up && exec "$@"';
  const command = [process.execPath, resolve("dist/nbdev.js"), ...args, "--runtime", "process", "--json"];
  const result = spawnSync("unshare", ["-n", "sh", "-c", script, "sh", ...command], {
    env: { ...process.env, CI: "true", ...env, ...extra },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
  return { ...result, json: () => JSON.parse(result.stdout) };
}

describe("the environments of the process runtime, with a real Python and package index", () => {
  beforeAll(async () => {
    const first = await build(course());
    expect(first.exitCode, first.stderr.slice(-2000)).toBe(0);
  });

  it.skipIf(!mayMakeNamespaces)("a full cache needs no network: up ends with a notebook", () => {
    const directory = course();
    const result = withoutNetwork(["up", directory, "--no-open"]);
    expect(result.status, result.stderr.slice(-2000)).toBe(0);
    expect(result.json()).toMatchObject({ outcome: "ready", notebook: "hello.ipynb" });
    expect(withoutNetwork(["down", directory]).status).toBe(0);
  });

  it.skipIf(!mayMakeNamespaces)("an empty one does: says so, and leaves nothing", () => {
    const cache = mkdtempSync(join(tmpdir(), "nbdev-cache-"));
    const result = withoutNetwork(["build", course()], { NBDEV_CACHE_DIR: cache, PIP_NO_CACHE_DIR: "1" });
    expect(result.json().error).toMatchObject({
      code: "PYPI_UNREACHABLE",
      hint: expect.stringContaining("HTTPS_PROXY"),
    });
    expect(result.status).toBe(2);
    expect(readdirSync(join(cache, "process/environments"))).toEqual([]);
  });

  it("a proxy that is not there is no fault of a requirement", async () => {
    const directory = course({ "requirements.txt": "six==1.15.0\n" });
    const result = await build(directory, { HTTPS_PROXY: "http://127.0.0.1:9", PIP_NO_CACHE_DIR: "1" });
    expect(errorOf(result).code).toBe("PYPI_UNREACHABLE");
  });

  it("names the requirement that does not exist, its file and its line, nested ones too", async () => {
    const files = {
      "requirements.txt": "# packages\nhumanize==4.12.3\n-r lists/more.txt\n",
      "lists/more.txt": "\nnbdev-no-such-package-7f3a\n",
    };
    const error = errorOf(await build(course(files)));
    expect(error.code).toBe("REQUIREMENT_NOT_INSTALLABLE");
    expect(error.message).toContain("nbdev-no-such-package-7f3a (lists/more.txt:2, by Dockerfile:4)");
    expect(error.hint).toContain("pip download --no-deps 'nbdev-no-such-package-7f3a'");
  });

  it("installs a folder of the course without writing into the course", async () => {
    const pyproject = '[project]\nname = "own"\nversion = "1"\n[tool.setuptools]\npy-modules = ["own"]\n';
    const directory = course({ "own/pyproject.toml": pyproject, "own/own.py": "", "requirements.txt": "./own\n" });
    const result = await build(directory);
    expect(result.exitCode, result.stderr.slice(-2000)).toBe(0);
    expect(readdirSync(join(directory, "own")).sort()).toEqual(["own.py", "pyproject.toml"]);
  });

  it("an install that was killed is done again by the next one", async () => {
    const directory = course({ "requirements.txt": "six==1.16.0\nsetuptools==75.1.0\n" });
    const before = namesOf(environments);
    const killed = await runCli(["build", directory, "--runtime", "process"], {
      env: { ...env, NBDEV_RUNTIME_DIR: mkdtempSync(join(tmpdir(), "nbdev-run-")) }, // a dead owner's lock stands for ten seconds
      onProgress: (line, kill) => {
        if (/Collecting six|Resolved \d+ packages/.test(line)) kill("SIGKILL"); // pip's words, or uv's
      },
    });
    expect(killed.exitCode).toBeNull();
    expect(namesOf(environments)).toEqual(before);
    expect((await build(directory)).exitCode).toBe(0);
    const made = namesOf(environments).filter((name) => !before.includes(name));
    expect(made).toHaveLength(1);
    expect(readdirSync(environments).filter((name) => name.startsWith(`${made[0]}.`))).toHaveLength(1);
  });

  it.each([
    ["a deleted file", (folder: string) => rmSync(moduleFile(folder, "humanize"))],
    ["a Python that is none", (folder: string) => replace(join(folder, "bin/python"), "garbage")],
  ])("a cache with %s is found, and made anew", async (_, damage) => {
    const directory = course();
    const name = namesOf(environments).find((each) => holds(each, "humanize") && !holds(each, "own")) ?? "";
    damage(join(environments, name));
    const result = await build(directory);
    expect(result.stderr).toContain(`${name} was damaged; it is made anew.`);
    expect(result.exitCode).toBe(0);
    const python = join(environments, name, "bin/python");
    expect(execFileSync(python, ["-c", "import humanize; print(humanize.__version__)"]).toString()).toBe("4.12.3\n");
  });

  it.skipIf(!mayMount)("a full disk has a code and a hint, and nothing half-made is left on it", async () => {
    const cache = mkdtempSync(join(tmpdir(), "nbdev-small-"));
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=8m", "tmpfs", cache]);
    onTestFinished(() => void execFileSync("umount", [cache]));
    const error = errorOf(await build(course(), { NBDEV_CACHE_DIR: cache }));
    expect(error).toMatchObject({ code: "CACHE_FULL", hint: expect.stringContaining("NBDEV_CACHE_DIR=") });
    expect(error.message).toContain(cache);
    expect(readdirSync(join(cache, "process/environments"))).toEqual([]);
  });

  it("two at once: the second waits, says so, and finds it made", async () => {
    const files = { "requirements.txt": "six==1.16.0\nwebencodings==0.5.1\n" };
    const both = await Promise.all([course(files), course(files)].map((directory) => build(directory)));
    expect(both.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    const waited = both.filter(({ stderr }) => /is at work on the Python environment course-\w+; waiting/.test(stderr));
    expect(waited).toHaveLength(1);
    expect(both.filter(({ stderr }) => /Collecting webencodings|\+ webencodings/.test(stderr))).toHaveLength(1);
  });
});

describe("where Python lacks something", () => {
  const quiet: StepReport = { output: () => undefined, progress: () => undefined, detail: () => undefined };
  const python = execFileSync("python3", ["-c", "import sys; print(sys.executable)"]).toString().trim();

  /** Environments with one small package, of a Python that answers `-m <module>` with an error. */
  function environmentsOf(lacking: Record<string, string>, uv?: string) {
    const home = mkdtempSync(join(tmpdir(), "nbdev-python-"));
    const stub = join(home, "python3");
    const cases = Object.entries(lacking).map(([module, said]) => `"-m ${module} "*) echo "${said}" >&2; exit 1;;`);
    writeFileSync(stub, `#!/bin/sh\ncase "$* " in ${cases.join(" ")} esac\nexec ${python} "$@"\n`, { mode: 0o755 });
    const host = { env: process.env };
    return new PythonEnvironments({
      commands: new ProcessRunner(host),
      lock: new FileLock(join(home, "run")),
      cache: join(home, "cache"),
      requirements: "humanize==4.12.3\n",
      virtualenv: readFileSync(resolve("hub-values/process-requirements-virtualenv.txt"), "utf8"),
      fingerprintScript: resolve("hub-values/environment_fingerprint.py"),
      findUv: async () => uv,
      findOnPath: async (program) => (program === "python3" ? stub : undefined),
    });
  }
  const works = (folder: string) => execFileSync(join(folder, "bin/python"), ["-c", "import humanize, pip"]);
  const noEnsurepip = "The virtual environment was not created successfully because ensurepip is not available.";

  it.each([
    ["ensurepip (Debian without python3-venv)", { venv: noEnsurepip }],
    ["venv", { venv: "No module named venv" }],
  ])("%s: PyPI's virtualenv stands in", async (_, lacking) => {
    works(await environmentsOf(lacking).ensureHub(quiet, unattendedTask()));
  });

  it("venv and pip: says what to install", async () => {
    const lacking = { venv: noEnsurepip, pip: "No module named pip" };
    await expect(environmentsOf(lacking).ensureHub(quiet, unattendedTask())).rejects.toMatchObject({
      code: "PYTHON_WITHOUT_VENV",
      hint: expect.stringContaining("sudo apt install python3-venv"),
    });
  });

  it("venv and pip, but uv is there: that makes it, and a course's environment on it", async () => {
    const folder = mkdtempSync(join(tmpdir(), "nbdev-uv-"));
    execFileSync(python, ["-m", "pip", "install", "--quiet", "--target", folder, "uv"]);
    const made = environmentsOf({ venv: noEnsurepip, pip: "No module named pip" }, join(folder, "bin/uv"));
    const hub = await made.ensureHub(quiet, unattendedTask());
    works(hub);
    const six = { line: 1, arguments: ["six==1.16.0"], files: [], requirements: [], installsFiles: false };
    const upper = await made.ensureCourse(hub, [six], tmpdir(), quiet, unattendedTask());
    execFileSync(join(upper, "bin/python"), ["-c", "import humanize, six; assert six.__version__ == '1.16.0'"]);
  });
});

function holds(name: string, module: string): boolean {
  const code = `import sys, importlib.util; sys.exit(importlib.util.find_spec("${module}") is None)`;
  return name.startsWith("course-") && spawnSync(join(environments, name, "bin/python"), ["-c", code]).status === 0;
}

function moduleFile(folder: string, module: string): string {
  const code = `import importlib.util; print(importlib.util.find_spec("${module}").origin)`;
  return execFileSync(join(folder, "bin/python"), ["-c", code], { encoding: "utf8" }).trim();
}

function replace(file: string, text: string): void {
  rmSync(file);
  writeFileSync(file, text, { mode: 0o755 });
}
