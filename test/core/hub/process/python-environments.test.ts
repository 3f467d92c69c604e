import { mkdir, readdir, readFile, readlink, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Command, CommandResult, CommandRunner } from "../../../../core/command/index.ts";
import type { Lock } from "../../../../core/hub/lock.ts";
import { PythonEnvironments } from "../../../../core/hub/process/python-environments.ts";
import { type ProgressEvent, type StepReport, unattendedTask } from "../../../../core/progress/index.ts";
import { temporaryDirectory } from "../../../support/directory.ts";

type Answer = Partial<CommandResult> | undefined;

/** Programs that leave what the real ones do, as far as nbdev looks; `answer` may let one fail instead. */
class FakePrograms implements CommandRunner {
  readonly lines: string[] = [];
  readonly #answer: (line: string, command: Command) => Answer;

  constructor(answer: (line: string, command: Command) => Answer = () => undefined) {
    this.#answer = answer;
  }

  run(): never {
    throw new Error("not used");
  }

  async attempt(command: Command): Promise<CommandResult> {
    const { program, args } = command;
    const line = [program.split("/").at(-1), ...args].join(" ");
    if (!line.includes("fingerprint.py")) this.lines.push(line.replaceAll(/\/\S*\/(?=[^/ ]+( |$))/g, ""));
    const answer = this.#answer(line, command);
    if (answer?.exitCode === undefined || answer.exitCode === 0) await this.#leave(args);
    return { stdout: this.#outputOf(args), stderr: "", exitCode: 0, ...answer };
  }

  #outputOf(args: readonly string[]): string {
    return args.includes("--version") ? "Python 3.11.7" : args.includes("-I") ? "fingerprint" : "";
  }

  async #leave(args: readonly string[]): Promise<void> {
    if (!args.some((word) => word === "venv" || word === "virtualenv")) return;
    await mkdir(join(args.at(-1) ?? "", "lib/python3.11/site-packages"), { recursive: true });
  }
}

const freeLock: Lock = { hold: (_name, _task, run) => run() };

async function environmentsWith(
  programs: FakePrograms,
  { uv, lock = freeLock, cache }: { uv?: string; lock?: Lock; cache?: string } = {},
) {
  const folder = cache ?? (await temporaryDirectory());
  const environments = new PythonEnvironments({
    commands: programs,
    lock,
    cache: folder,
    requirements: "jupyterhub==5.5.1\n",
    virtualenv: "# how\nvirtualenv==21.15.11\n",
    fingerprintScript: "/values/fingerprint.py",
    findUv: async () => uv,
    findOnPath: async (program) => (program === "python3" ? "/usr/bin/python3" : undefined),
  });
  return { environments, folder: join(folder, "environments") };
}

const quiet: StepReport = { output: () => undefined, progress: () => undefined, detail: () => undefined };
const task = unattendedTask();
const install = { line: 2, arguments: ["numpy"], files: [], requirements: [], installsFiles: false };

describe("the environments of the process runtime", () => {
  it("are made by venv and pip, and found again", async () => {
    const programs = new FakePrograms();
    const { environments } = await environmentsWith(programs);
    const hub = await environments.ensureHub(quiet, task);
    expect(programs.lines.map((line) => line.replace(/hub-\S+/, "HUB"))).toEqual([
      "python3 --version",
      "python3 -m venv HUB",
      "python -m pip install --disable-pip-version-check --no-input --progress-bar=off --requirement requirements.txt",
    ]);
    programs.lines.length = 0;
    expect(await environments.ensureHub(quiet, task)).toBe(hub);
    expect(programs.lines).toEqual(["python3 --version"]);
  });

  it("have the same name with uv, which makes them where it is", async () => {
    const cache = await temporaryDirectory();
    const withUv = new FakePrograms();
    const hub = await (await environmentsWith(withUv, { uv: "/bin/uv", cache })).environments.ensureHub(quiet, task);
    expect(withUv.lines.map((line) => line.split(" ").slice(0, 3).join(" "))).toEqual([
      "python3 --version",
      "uv venv --allow-existing",
      "uv pip install",
    ]);
    const withPip = new FakePrograms();
    expect(await (await environmentsWith(withPip, { cache })).environments.ensureHub(quiet, task)).toBe(hub);
    expect(withPip.lines).toEqual(["python3 --version"]);
  });

  it("are pip's, where uv cannot do it", async () => {
    const programs = new FakePrograms((line) => (line.startsWith("uv") ? { exitCode: 2 } : undefined));
    const { environments } = await environmentsWith(programs, { uv: "/bin/uv" });
    await environments.ensureHub(quiet, task);
    expect(programs.lines.map((line) => line.split(" ").slice(0, 3).join(" "))).toEqual([
      "python3 --version",
      "uv venv --allow-existing",
      "python3 -m venv",
      "uv pip install",
      "python -m pip",
    ]);
  });

  it("are made by virtualenv where venv has no ensurepip", async () => {
    const programs = new FakePrograms((line) =>
      line.includes("-m venv") ? { exitCode: 1, stdout: "… because ensurepip is not available." } : undefined,
    );
    const { environments } = await environmentsWith(programs);
    await environments.ensureHub(quiet, task);
    expect(programs.lines.join("\n")).toMatch(
      /pip install .* --target .virtualenv virtualenv==21.15.11\n.*-m virtualenv/,
    );
  });

  it("say what to install where there is no pip either", async () => {
    const programs = new FakePrograms((line) => {
      if (line.includes("-m venv")) return { exitCode: 1, stdout: "", stderr: "No module named venv" };
      return line.includes("-m pip") ? { exitCode: 1, stderr: "/usr/bin/python3: No module named pip" } : undefined;
    });
    const { environments, folder } = await environmentsWith(programs);
    await expect(environments.ensureHub(quiet, task)).rejects.toMatchObject({
      code: "PYTHON_WITHOUT_VENV",
      hint: expect.stringContaining("apt install python3-venv"),
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it("of a course lie on the hub's, and change with what the course asks for", async () => {
    const programs = new FakePrograms();
    const { environments } = await environmentsWith(programs);
    const hub = await environments.ensureHub(quiet, task);
    const course = await temporaryDirectory({ "r.txt": "numpy\n" });
    const installs = [{ ...install, arguments: ["--requirement", "r.txt"], files: ["r.txt"] }];
    const first = await environments.ensureCourse(hub, installs, course, quiet, task);
    const lower = join(hub, "lib/python3.11/site-packages");
    expect(await readFile(join(first, "lib/python3.11/site-packages/lower.pth"), "utf8")).toBe(`${lower}\n`);
    expect(programs.lines.at(-1)).toMatch(/^python -m pip --python python install .* --requirement r.txt$/);
    await writeFile(join(course, "r.txt"), "pandas\n");
    expect(await environments.ensureCourse(hub, installs, course, quiet, task)).not.toBe(first);
  });

  it("of a course that installs a folder of its own are made from a copy of it", async () => {
    const directories: (string | undefined)[] = [];
    const programs = new FakePrograms((line, { cwd }) => {
      if (line.includes("pip install") || line.includes("--python")) directories.push(cwd);
      return undefined;
    });
    const { environments } = await environmentsWith(programs);
    const course = await temporaryDirectory({ "setup.py": "1\n", "data.csv": "" });
    const installs = [{ ...install, arguments: ["./."], installsFiles: true }];
    const first = await environments.ensureCourse("/hub", installs, course, quiet, task);
    expect(directories.at(-1)).not.toBe(course);
    expect(await readdir(join(first, "sources"))).toEqual(["data.csv", "setup.py"]);
    await writeFile(join(course, "setup.py"), "2\n");
    expect(await environments.ensureCourse("/hub", installs, course, quiet, task)).not.toBe(first);
  });
});

describe("an environment in the cache", () => {
  const notes = (events: ProgressEvent[]) => events.flatMap((event) => (event.type === "note" ? event.message : []));

  it.each([
    ["has changed", { stdout: "another fingerprint" }],
    ["has a Python that does not run", { exitCode: 126 }],
  ])("that %s is made anew, and that is said", async (_, damage) => {
    let damaged = false;
    const programs = new FakePrograms((line) => (damaged && line.includes("fingerprint.py") ? damage : undefined));
    const { environments, folder } = await environmentsWith(programs);
    const hub = await environments.ensureHub(quiet, task);
    const before = await readlink(hub);
    damaged = true;
    const events: ProgressEvent[] = [];
    const made = environments.ensureHub(
      quiet,
      unattendedTask((event) => void events.push(event)),
    );
    expect(await made).toBe(hub);
    expect(await readlink(hub)).not.toBe(before);
    expect(notes(events)).toEqual([`${hub} was damaged; it is made anew.`]);
    expect((await readdir(folder)).length).toBe(2);
  });

  it("that a killed install left is none, and goes", async () => {
    const { environments, folder } = await environmentsWith(new FakePrograms());
    const hub = await environments.ensureHub(quiet, task);
    await mkdir(`${hub}.killed/bin`, { recursive: true });
    await rm(hub);
    await environments.ensureHub(quiet, task);
    expect((await readdir(folder)).filter((name) => name.includes(".killed"))).toEqual([]);
    expect((await readdir(folder)).length).toBe(2);
  });

  it("is not left half-made by a full disk", async () => {
    const full = {
      exitCode: 1,
      stderr: "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
    };
    const programs = new FakePrograms((line) => (line.includes("pip install") ? full : undefined));
    const { environments, folder } = await environmentsWith(programs);
    await expect(environments.ensureHub(quiet, task)).rejects.toMatchObject({
      code: "CACHE_FULL",
      hint: expect.stringContaining("NBDEV_CACHE_DIR="),
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it("that another nbdev has made meanwhile is taken as it is", async () => {
    const programs = new FakePrograms();
    const cache = await temporaryDirectory();
    const other = await environmentsWith(new FakePrograms(), { cache });
    const lock: Lock = {
      hold: async (name, lockTask, run) => {
        expect(name).toMatch(/^environment-hub-/);
        await other.environments.ensureHub(quiet, lockTask);
        return run();
      },
    };
    const { environments } = await environmentsWith(programs, { cache, lock });
    await environments.ensureHub(quiet, task);
    expect(programs.lines).toEqual(["python3 --version"]);
  });
});
