import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import getPort from "get-port";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { UpResult } from "../../core/index.ts";
import { runCli, warmEnvironment } from "../support/cli.ts";

const password = "not/for:logs";
const installed = "/usr/lib/postgresql"; // Debian's postgresql
const version = existsSync(installed) ? readdirSync(installed).sort().at(-1) : undefined;
const programs = join(installed, version ?? "", "bin");
const why = existsSync(join(programs, "initdb")) ? "" : " (skipped: apt-get install postgresql)";

/** PostgreSQL refuses to run as root. */
function asItsUser(program: string, ...args: string[]): void {
  const command = [join(programs, program), ...args];
  const [first = "", ...rest] = process.getuid?.() === 0 ? ["runuser", "-u", "postgres", "--", ...command] : command;
  execFileSync(first, rest, { stdio: "ignore", cwd: "/" });
}

describe.skipIf(why !== "")(`a hub on PostgreSQL${why}`, () => {
  const env = warmEnvironment();
  const course = join(mkdtempSync(join(tmpdir(), "nbdev-course-")), "hello");
  const data = mkdtempSync(join(tmpdir(), "nbdev-postgres-"));
  let url = "";
  const cli = (args: readonly string[], variables: Record<string, string> = {}) =>
    runCli([...args, "--runtime", "process", "--json"], { env: { ...env, ...variables } });
  const query = (sql: string) =>
    execFileSync(join(programs, "psql"), [url.replace(/:[^:@]*@/, "@"), "-tAc", sql], {
      env: { ...process.env, PGPASSWORD: password },
    }).toString();

  beforeAll(async () => {
    const port = await getPort();
    const passwordFile = join(data, "password");
    writeFileSync(passwordFile, password);
    if (process.getuid?.() === 0) execFileSync("chown", ["-R", "postgres", data]);
    asItsUser("initdb", "-D", join(data, "db"), "-U", "hub", "-A", "scram-sha-256", `--pwfile=${passwordFile}`);
    const options = `-p ${port} -k ${data} -c listen_addresses=127.0.0.1`;
    asItsUser("pg_ctl", "start", "-w", "-D", join(data, "db"), "-l", join(data, "log"), "-o", options);
    url = `postgresql://hub:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`;
    cpSync(resolve(import.meta.dirname, "../../images/hello"), course, { recursive: true });
  });
  afterAll(async () => {
    await cli(["down", course, "--all"]);
    asItsUser("pg_ctl", "stop", "-D", join(data, "db"), "-m", "immediate");
  });

  it("keeps its users there, and its password to itself", async () => {
    const result = await cli(["up", course, "--no-open", "--verbose"], { NBDEV_DATABASE: url });
    expect(result.exitCode, result.stderr.slice(-2000)).toBe(0);
    expect(result.json<UpResult>().outcome).toBe("ready");
    expect(Number(query("select count(*) from users"))).toBeGreaterThan(0);

    const again = (await cli(["up", course, "--no-open"])).json<UpResult>(); // without naming it
    expect(again.launchUrl).toBe(result.json<UpResult>().launchUrl);
    expect(again.deviations.map(({ subject }) => subject)).not.toContain("hub.db.type");

    const state = join(env.NBDEV_STATE_DIR ?? "", "process");
    const files = readdirSync(state, { recursive: true, withFileTypes: true }).filter(
      (entry) => entry.isFile() && entry.name !== "database.pgpass",
    );
    const kept = files.map(({ parentPath, name }) => readFileSync(join(parentPath, name), "latin1"));
    for (const text of [result.stdout, result.stderr, ...kept])
      expect(text).not.toContain(encodeURIComponent(password));
    expect(processesWith("cmdline", encodeURIComponent(password))).toEqual([]);
    for (const command of processesWith("environ", encodeURIComponent(password))) {
      expect(command).not.toMatch(/singleuser|configurable-http-proxy|idle_culler|ipykernel/);
    }
  });

  it("that cannot be reached: the error and the log have no password either", async () => {
    await cli(["down", course, "--all"]);
    const result = await cli(["up", course, "--no-open"], { NBDEV_DATABASE: url.replace("hub:", "nobody:") });
    expect(result.json()).toMatchObject({
      error: { code: "HUB_CRASHING", message: expect.stringContaining("password authentication failed") },
    });
    const [instance = ""] = readdirSync(join(env.NBDEV_STATE_DIR ?? "", "process"));
    const log = readFileSync(join(env.NBDEV_STATE_DIR ?? "", "process", instance, "hub.log"), "utf8");
    expect(log).toContain("password authentication failed");
    for (const text of [log, result.stdout, result.stderr]) {
      expect(text).not.toContain(password);
      expect(text).not.toContain(encodeURIComponent(password));
    }
  });

  it("with its password on the command line is refused", async () => {
    const result = await cli(["up", course, "--no-open", "--database", url]);
    expect(result.json()).toMatchObject({ error: { code: "DATABASE_INVALID" } });
    expect(result.stdout + result.stderr).not.toContain(encodeURIComponent(password));
  });
});

/** Command lines of the processes whose /proc file has the text. */
function processesWith(file: "cmdline" | "environ", text: string): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      try {
        const found = readFileSync(`/proc/${pid}/${file}`, "utf8").includes(text);
        return found ? [readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ")] : [];
      } catch {
        return []; // it has ended meanwhile
      }
    });
}
