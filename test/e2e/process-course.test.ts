import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { HubStatus } from "../../core/index.ts";
import { runCli, warmEnvironment } from "../support/cli.ts";

const env = warmEnvironment();
const cli = (command: string, ...args: string[]) =>
  runCli([command, ...args, "--runtime", "process", "--json"], { env });
const hubs = () => readdirSync(join(env.NBDEV_STATE_DIR ?? "", "process"));

describe("a course directory that goes while its hub runs", () => {
  let course: string;
  const up = async () => {
    course = join(mkdtempSync(join(tmpdir(), "nbdev-course-")), "hello");
    cpSync(resolve(import.meta.dirname, "../../images/hello"), course, { recursive: true });
    const result = await cli("up", course, "--no-open");
    expect(result.exitCode, result.stderr.slice(-2000)).toBe(0);
  };
  const stateOf = async (directory: string) => (await cli("status", directory)).json<HubStatus>();

  beforeAll(up);

  it("moved: status and down still work by the old name, and the new name has no hub yet", async () => {
    const moved = `${course}-moved`;
    renameSync(course, moved);
    expect(await stateOf(course)).toMatchObject({
      place: { state: "running" },
      servers: [{ course: "hello", state: "ready" }],
    });
    expect((await stateOf(moved)).place.state).toBe("absent");
    renameSync(moved, course);
    expect((await cli("up", course, "--no-open")).exitCode).toBe(0);
  });

  it("deleted: status and down still work, also by a shell that stands in it", async () => {
    rmSync(course, { recursive: true });
    expect((await stateOf(course)).place.state).toBe("running");
    const script = 'cd "$1" && rm -r "$1" && shift && exec "$@"';
    const fresh = mkdtempSync(join(tmpdir(), "nbdev-gone-"));
    const args = [process.execPath, resolve("dist/nbdev.js"), "status", "--runtime", "process", "--json"];
    const inside = spawnSync("sh", ["-c", script, "sh", fresh, ...args], {
      env: { ...process.env, ...env, CI: "true" },
      encoding: "utf8",
    });
    expect(JSON.parse(inside.stdout)).toMatchObject({ place: { state: "absent" } });
    expect((await cli("down", course)).exitCode).toBe(0);
    expect(hubs()).toEqual([]);
    expect(existsSync(course)).toBe(false);
  });

  it("never there: down says that there is no such course", async () => {
    const result = await cli("down", `${course}-typo`);
    expect(result.json()).toMatchObject({ error: { code: "COURSE_NOT_FOUND" } });
  });
});
