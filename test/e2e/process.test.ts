import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createNbdev, type HubStatus, hostFromProcess, type UpResult, unattendedTask } from "../../core/index.ts";
import { BrowserSession } from "../support/browser-session.ts";
import { isolatedEnvironment, runCli } from "../support/cli.ts";
import { executeNotebook } from "../support/execute-notebook.ts";
import { hubProcesses, isAlive, killHub } from "../support/hub-processes.ts";

describe("the main job without Docker", () => {
  const env: Record<string, string> = {
    ...isolatedEnvironment(),
    AWS_SECRET_ACCESS_KEY: "not-for-courses",
    SSH_AUTH_SOCK: "/not/for/courses",
  };
  const course = join(mkdtempSync(join(tmpdir(), "nbdev-course-")), "hello");
  const cli = (command: string, ...args: string[]) => runCli([command, ...args, "--runtime", "process"], { env });
  const up = () => cli("up", course, "--no-open", "--json");
  let first: UpResult;

  beforeAll(() => cpSync(resolve(import.meta.dirname, "../../images/hello"), course, { recursive: true }));
  afterAll(async () => {
    await cli("down", course, "--all");
  });

  it("up ends with a verified notebook", async () => {
    const result = await up();
    expect(result.exitCode, result.stdout + result.stderr.slice(-2000)).toBe(0);
    first = result.json<UpResult>();
    expect(first).toMatchObject({ outcome: "ready", runtime: "process", course: "hello", notebook: "hello.ipynb" });
    expect(first.deviations.map(({ subject }) => subject)).toContain("isolation");
  });

  it("the printed link claims the waiting server, and its notebook runs", async () => {
    const learner = new BrowserSession();
    const page = await learner.visit(first.launchUrl);
    expect(page.url).toContain("/notebooks/hello.ipynb");
    const server = page.url.slice(0, page.url.indexOf("/notebooks/"));
    expect(await executeNotebook(learner, server, "hello.ipynb")).toBe("A learner has 4.0 GiB\n");
    expect((await fetch(`${server}/api/contents/hello.ipynb`)).status).toBe(403);
  });

  it("opens one server to a program, with a token that opens nothing else", async () => {
    const nbdev = await createNbdev(hostFromProcess(process.cwd(), { ...process.env, ...env }));
    const request = { directory: course, runtime: "process" } as const;
    const task = unattendedTask();
    expect(await nbdev.image(request, task)).toMatchObject({ changedFile: undefined });
    const { url, token } = await nbdev.connect(request, task);
    const status = async (address: string) =>
      (await fetch(address, { headers: { authorization: `token ${token}` } })).status;
    expect(await status(`${url}api/kernelspecs`)).toBe(200);
    expect(await status(`${first.hubUrl}/hub/api/users`)).toBe(403);
    expect((await fetch(`${url}api/kernelspecs`)).status).toBe(403);
  });

  it("refuses whoever has no token, and a foreign Host", async () => {
    const bare = await new BrowserSession().visit(first.launchUrl.replace(/&token=.*/, ""));
    expect(bare.status).toBe(403);
    const code = execFileSync("curl", [
      "-s",
      "-o",
      "/dev/null",
      "-w",
      "%{http_code}",
      "-H",
      "Host: evil.example",
      first.launchUrl,
    ]);
    expect(code.toString()).toBe("403");
  });

  it("gives course code none of the author's credentials, and never writes to the course directory", async () => {
    const environments = hubProcesses(env.NBDEV_STATE_DIR ?? "").map(({ environment }) => environment);
    expect(environments.length).toBeGreaterThanOrEqual(4);
    expect(environments.join("\n")).not.toMatch(/not-for-courses|SSH_AUTH_SOCK/);
    expect(readdirSync(course).sort()).toEqual([".dockerignore", "Dockerfile", "hello.ipynb", "requirements.txt"]);
  });

  it("a second up changes nothing, and a changed notebook is served anew", async () => {
    expect((await up()).json<UpResult>()).toMatchObject({ launchUrl: first.launchUrl, image: first.image });
    const file = join(course, "hello.ipynb");
    writeFileSync(file, readFileSync(file, "utf8").replace("A learner has", "Now a learner has"));
    const changed = (await up()).json<UpResult>();
    expect(changed.image.digest).not.toBe(first.image.digest);
    const learner = new BrowserSession();
    const page = await learner.visit(changed.launchUrl);
    const server = page.url.slice(0, page.url.indexOf("/notebooks/"));
    expect(await executeNotebook(learner, server, "hello.ipynb")).toBe("Now a learner has 4.0 GiB\n");
  });

  it("another memory limit starts the hub again, under the same link", async () => {
    writeFileSync(join(course, "nbdev.yaml"), "limits: { memory: 3G }\n");
    const limited = (await up()).json<UpResult>();
    expect(limited.launchUrl).toBe(first.launchUrl);
    const [server] = (await cli("status", course, "--json")).json<HubStatus>().servers;
    expect(server?.memory.limit ?? 3 * 2 ** 30).toBe(3 * 2 ** 30); // none where no cgroup can be made
    rmSync(join(course, "nbdev.yaml"));
  });

  it("lists Dockerfile lines that it cannot reproduce, and names a requirement that cannot be installed", async () => {
    const dockerfile = readFileSync(join(course, "Dockerfile"), "utf8");
    writeFileSync(join(course, "Dockerfile"), `${dockerfile}RUN apt-get install -y graphviz\n`);
    const other = (await up()).json<UpResult>();
    expect(other.deviations).toContainEqual(expect.objectContaining({ production: "RUN apt-get install -y graphviz" }));
    writeFileSync(join(course, "Dockerfile"), `${dockerfile}RUN pip install humanize==0.0.0.1\n`);
    const failed = await up();
    expect(failed.json()).toMatchObject({ outcome: "error", error: { code: "REQUIREMENT_NOT_INSTALLABLE" } });
    expect(failed.json<{ error: { message: string } }>().error.message).toContain("humanize==0.0.0.1");
    writeFileSync(join(course, "Dockerfile"), dockerfile);
  });

  it("keeps what a notebook installs, and what a package brings for JupyterLab, out of the environments it shares", async () => {
    const requirements = readFileSync(join(course, "requirements.txt"), "utf8");
    writeFileSync(join(course, "requirements.txt"), `${requirements}jupyterlab_widgets==3.0.15\n`);
    const notebook = JSON.parse(readFileSync(join(course, "hello.ipynb"), "utf8"));
    const source = (text: string) => ({ ...notebook.cells.at(-1), id: "installs", cell_type: "code", source: text });
    const cells = ["!pip install -q six==1.15.0", "import six, humanize; print(six.__version__, six.__file__)"];
    writeFileSync(join(course, "hello.ipynb"), JSON.stringify({ ...notebook, cells: cells.map(source) }));
    const learner = new BrowserSession();
    const page = await learner.visit((await up()).json<UpResult>().launchUrl);
    const server = page.url.slice(0, page.url.indexOf("/notebooks/"));
    const [user = ""] = server.split("/").slice(-1);
    const printed = await executeNotebook(learner, server, "hello.ipynb");
    expect(printed).toMatch(new RegExp(`^1\\.15\\.0 .*/${user}/environment/lib/.*/six\\.py$`, "m"));
    const again = await up();
    expect(again.json<UpResult>().outcome).toBe("ready");
    expect(again.stderr).not.toContain("damaged");
  });

  it("down ends every process, also after the hub and its supervisor were killed", async () => {
    const state = env.NBDEV_STATE_DIR ?? "";
    killHub(state);
    const status = (await cli("status", course, "--json")).json<HubStatus>();
    expect(status.place.state).toBe("broken");
    const before = hubProcesses(state);
    expect(before.length).toBeGreaterThan(0);
    expect((await cli("down", course, "--all")).exitCode).toBe(0);
    expect(before.filter(({ pid }) => isAlive(pid))).toEqual([]);
    expect(readdirSync(join(state, "process"))).toEqual([]);
  });

  it("a half-written environment is made anew", async () => {
    const environments = join(env.NBDEV_CACHE_DIR ?? "", "process/environments");
    for (const name of readdirSync(environments).filter((each) => each.startsWith("course-"))) {
      rmSync(join(environments, name, "complete"), { force: true });
      rmSync(join(environments, name, "bin"), { recursive: true, force: true });
    }
    expect((await up()).json<UpResult>().outcome).toBe("ready");
  });

  it("says PYTHON_MISSING where there is no Python", async () => {
    const result = await runCli(["up", course, "--runtime", "process", "--no-open", "--json"], {
      env: { ...env, PATH: "/nonexistent" },
    });
    expect(result.json()).toMatchObject({ error: { code: "PYTHON_MISSING" } });
    expect(result.exitCode).toBe(2);
  });
});
