import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { HubStatus, UpResult } from "../../core/index.ts";
import { BrowserSession } from "../support/browser-session.ts";
import { isolatedEnvironment, runCli } from "../support/cli.ts";
import { executeNotebook } from "../support/execute-notebook.ts";
import { whyNoKind } from "../support/real-components.ts";
import { docker, kubectl, leftovers } from "../support/real-engine.ts";
import { pullThroughCompany } from "./kind-authorities.ts";
import { serveSecondCourse } from "./kind-second-course.ts";

const reason = whyNoKind();

describe.skipIf(reason !== undefined)(`the main job on kind${reason === undefined ? "" : ` (${reason})`}`, () => {
  const env = isolatedEnvironment();
  const course = join(mkdtempSync(join(tmpdir(), "nbdev-course-")), "hello");
  const up = (...args: string[]) =>
    runCli(["up", course, "--runtime", "kind", "--no-open", "--json", ...args], { env });
  let before: ReturnType<typeof leftovers>;
  let first: UpResult;

  beforeAll(async () => {
    cpSync(resolve(import.meta.dirname, "../../images/hello"), course, { recursive: true });
    writeFileSync(env.KUBECONFIG ?? "", "# the user's own\n");
    await runCli(["down", course, "--all", "--runtime", "kind"], { env });
    before = leftovers();
  });

  afterAll(async () => {
    await runCli(["down", course, "--all", "--runtime", "kind"], { env });
  });

  const cutOff = async (signal: NodeJS.Signals, at: RegExp, { after = 0 } = {}) => {
    let asked = Number.POSITIVE_INFINITY;
    const result = await runCli(["up", course, "--runtime", "kind", "--no-open", "--json"], {
      env,
      onProgress: (line, kill) => {
        if (!at.test(line)) return;
        asked = Date.now() + after;
        setTimeout(() => kill(signal), after);
      },
    });
    return { ...result, milliseconds: Date.now() - asked };
  };

  it("SIGINT while the cluster is being made leaves nothing half-made", async () => {
    const interrupted = await cutOff("SIGINT", /Starting control-plane/);
    expect(interrupted.exitCode).toBe(130);
    expect(interrupted.json()).toMatchObject({ outcome: "error", error: { code: "INTERRUPTED" } });
    expect(docker("ps", "--all", "--format", "{{.Names}}")).not.toContain("nbdev-control-plane");
  });

  it("repairs what a SIGKILL left; SIGTERM while the hub is being installed ends within 30 s", async () => {
    await runCli(["down", course, "--all", "--runtime", "kind"], { env });
    expect((await cutOff("SIGKILL", /Starting control-plane/)).exitCode).toBeNull();
    const terminated = await cutOff("SIGTERM", /"step-started".*"release"/, { after: 2_000 });
    expect(terminated.milliseconds).toBeGreaterThan(0);
    expect(terminated.milliseconds).toBeLessThan(30_000);
    expect(terminated.exitCode).toBe(143);
    expect(terminated.stderr).toMatch(/half-made/);
  });

  it("up ends with a verified notebook and says what it did as one object", async () => {
    const result = await up();
    expect(result.stderr).not.toMatch(/^\s+at /m);
    expect(result.exitCode, result.stdout + result.stderr.slice(-2000)).toBe(0);
    first = result.json<UpResult>();
    expect(first).toMatchObject({ outcome: "ready", runtime: "kind", course: "hello", notebook: "hello.ipynb" });
    expect(first.image.reference).toBe("610119931565.dkr.ecr.us-east-1.amazonaws.com/ol-course-notebooks:hello");
    expect(first.image.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(first.warnings).toContain("hello is not registered in production: a learner would get the default image");
    expect(first.deviations.map(({ subject }) => subject)).toContain("scheduling.userPlaceholder");
    expect(first.productionUrl).toBe("https://nb.learn.mit.edu/tmplogin?course=hello&notebook=hello.ipynb");
  });

  it("leaves the user's own kubeconfig as it was, and listens on the loopback only", () => {
    expect(readFileSync(env.KUBECONFIG ?? "", "utf8")).toBe("# the user's own\n");
    const ports = docker("ps", "--format", "{{.Ports}}", "--filter", "name=nbdev");
    expect(ports.split(/[,\n]/).filter((port) => port.includes("->") && !port.trim().startsWith("127.0.0.1:"))).toEqual(
      [],
    );
  });

  it("the printed link claims the waiting server, and its notebook runs in the pod through the proxy", async () => {
    const learner = new BrowserSession();
    const page = await learner.visit(first.launchUrl);
    expect(page.status).toBe(200);
    expect(page.url).toContain("/notebooks/hello.ipynb");
    expect(page.url).not.toContain("token");
    const server = page.url.slice(0, page.url.indexOf("/notebooks/"));
    expect(await executeNotebook(learner, server, "hello.ipynb")).toBe("A learner has 4.0 GiB\n");
    expect((await fetch(`${server}/api/contents/hello.ipynb`)).status).toBe(403);
  });

  it("refuses whoever has no token, a foreign Host, and makes no user for them", async () => {
    const status = async () =>
      (await runCli(["status", course, "--runtime", "kind", "--json"], { env })).json<HubStatus>();
    const servers = (await status()).servers.length;
    const bare = first.launchUrl.replace(/&token=.*/, "");
    const refused = await Promise.all(Array.from({ length: 50 }, () => new BrowserSession().visit(bare)));
    expect(new Set(refused.map((page) => page.status))).toEqual(new Set([403]));
    expect(refused[0]?.text).toContain("nbdev open");
    const auto = await new BrowserSession().visit(`${first.hubUrl}/hub/login`);
    expect(auto.status).toBe(403);
    const rebound = execFileSync("curl", [
      "-s",
      "-o",
      "/dev/null",
      "-w",
      "%{http_code}",
      "-H",
      "Host: evil.example",
      first.launchUrl,
    ]);
    expect(rebound.toString()).toBe("403");
    expect((await status()).servers).toHaveLength(servers);
  });

  it("a second up changes nothing", async () => {
    const containers = () => docker("ps", "--all", "--no-trunc", "--format", "{{.ID}} {{.Status}}");
    const world = () => [containers().replace(/Up .*/g, "Up"), kubectl("get", "secrets,pods", "-o", "name")].join("\n");
    const earlier = world();
    const again = (await up()).json<UpResult>();
    expect(again.launchUrl).toBe(first.launchUrl);
    expect(again.image).toEqual(first.image);
    expect(world()).toBe(earlier);
  });

  it("a changed notebook is served anew", async () => {
    const file = join(course, "hello.ipynb");
    writeFileSync(file, readFileSync(file, "utf8").replace("A learner has", "Now a learner has"));
    const result = (await up()).json<UpResult>();
    expect(result.image.digest).not.toBe(first.image.digest);
    const learner = new BrowserSession();
    const page = await learner.visit(result.launchUrl);
    const server = page.url.slice(0, page.url.indexOf("/notebooks/"));
    expect(await executeNotebook(learner, server, "hello.ipynb")).toBe("Now a learner has 4.0 GiB\n");
  });

  serveSecondCourse(env, course);
  pullThroughCompany(env, course);

  const broken: { name: string; dockerfile: string; code: string }[] = [
    {
      name: "no server in the image",
      dockerfile: "FROM debian:bookworm-slim\nCMD sleep 1000\n",
      code: "IMAGE_NOT_A_SERVER",
    },
    {
      name: "an entrypoint that ends",
      dockerfile: 'FROM quay.io/jupyter/base-notebook:2025-12-31\nENTRYPOINT ["sh", "-c", "echo no; exit 3"]\n',
      code: "SERVER_CRASHED",
    },
    {
      name: "a notebook under another case",
      dockerfile: "FROM quay.io/jupyter/base-notebook:2025-12-31\nCOPY hello.ipynb ./Hello.ipynb\n",
      code: "NOTEBOOK_NOT_IN_IMAGE",
    },
    {
      name: "a failing RUN",
      dockerfile: "FROM quay.io/jupyter/base-notebook:2025-12-31\nRUN echo why && \\\n    exit 7\n",
      code: "BUILD_STEP_FAILED",
    },
    {
      name: "a base that does not exist",
      dockerfile: "FROM localhost:1/no/such:image\n",
      code: "BASE_IMAGE_NOT_FOUND",
    },
  ];
  it.each(broken)("says $code for $name", async ({ dockerfile, code }) => {
    const folder = join(mkdtempSync(join(tmpdir(), "nbdev-broken-")), "second");
    cpSync(course, folder, { recursive: true });
    writeFileSync(join(folder, "Dockerfile"), dockerfile);
    const result = await runCli(["up", folder, "--runtime", "kind", "--no-open", "--json"], { env });
    expect(result.json()).toMatchObject({ outcome: "error", error: { code } });
    expect(result.exitCode).toBe(2);
  });

  it("names an image that was never delivered, and what production would do", async () => {
    const other = join(mkdtempSync(join(tmpdir(), "nbdev-other-")), "uai_source-uai.0");
    cpSync(course, other, { recursive: true });
    const result = await runCli(["open", "--directory", other, "--print", "--runtime", "kind", "--json"], { env });
    expect(result.json()).toMatchObject({ error: { code: "IMAGE_NOT_DELIVERED" } });
  });

  it("stop frees the containers and up resumes", async () => {
    expect((await runCli(["stop", course, "--runtime", "kind"], { env })).exitCode).toBe(0);
    expect(docker("ps", "--quiet", "--filter", "name=nbdev")).toBe("");
    expect((await up()).json<UpResult>().outcome).toBe("ready");
  });

  it("repairs a release that a killed helm left pending", async () => {
    const newest = kubectl("get", "secrets", "-l", "owner=helm", "-o", "name").split("\n").at(-1) ?? "";
    kubectl("label", "--overwrite", newest, "status=pending-upgrade");
    expect((await up()).json<UpResult>().outcome).toBe("ready");
  });

  it("down --all leaves no container, volume, network or image", async () => {
    expect((await runCli(["down", course, "--all", "--runtime", "kind"], { env })).exitCode).toBe(0);
    expect(leftovers()).toEqual(before);
    expect(existsSync(join(env.NBDEV_STATE_DIR ?? "", "kubeconfig"))).toBe(false);
  });

  it("never touches a cluster of the same name that is not ours", async () => {
    docker("run", "--detach", "--name", "nbdev-control-plane", "--entrypoint", "sleep", "registry:2", "1000");
    try {
      const result = await up();
      expect(result.json()).toMatchObject({ error: { code: "CLUSTER_NOT_OURS" } });
      expect(docker("ps", "--format", "{{.Names}}")).toContain("nbdev-control-plane");
    } finally {
      docker("rm", "--force", "nbdev-control-plane");
    }
  });
});
