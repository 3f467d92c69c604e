import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DiskCourseFiles } from "../../../../core/adapters/course-files.ts";
import { ProcessRunner } from "../../../../core/adapters/process-runner.ts";
import { type CheckRequest, check } from "../../../../core/check/index.ts";
import type { CommandResult } from "../../../../core/command/index.ts";
import { unattendedTask } from "../../../../core/progress/index.ts";
import { recordedCommands } from "../../../support/commands.ts";
import { temporaryDirectory } from "../../../support/directory.ts";

/** In the form that moby/buildkit's frontend/subrequests/lint writes. */
const recorded = (name: string) =>
  readFileSync(join(import.meta.dirname, "../../../fixtures/check/buildkit", `${name}.json`), "utf8");
const dockerfile = [
  "FROM quay.io/jupyter/base-notebook:2025-12-31",
  "ENV API_KEY=abcdefgh1234",
  "COPY $DATA ./",
  "  CMD jupyter \\",
  "    lab",
  "",
].join("\n");

async function run(answer: Partial<CommandResult> | Error, request: Partial<CheckRequest> = {}) {
  const commands = recordedCommands(answer);
  const directory = await temporaryDirectory({ Dockerfile: dockerfile });
  const outside = { files: new DiskCourseFiles(), commands };
  const { diagnostics } = await check({ directory, engine: true, ...request }, outside, unattendedTask());
  return { diagnostics, asked: commands.asked, directory };
}

describe("check with the engine's own findings", () => {
  it("asks docker for them as JSON, and only on request", async () => {
    const { asked, directory } = await run({ stdout: recorded("warnings"), exitCode: 1 });
    const args = ["buildx", "build", "--call=check,format=json", "--progress=plain", directory];
    expect(asked).toEqual([{ program: "docker", args }]);
    expect((await run(new Error("must not be asked"), { engine: false })).asked).toEqual([]);
  });

  it("puts them among ours at their lines, without what ours say already", async () => {
    const { diagnostics } = await run({ stdout: recorded("warnings"), exitCode: 1 });
    const found = diagnostics.map(({ code, severity, range: { start, end } }) => ({
      code,
      severity,
      at: `${start.line}:${start.character}-${end.line}:${end.character}`,
    }));
    expect(found).toContainEqual({ code: "NB151", severity: "error", at: "1:4-1:24" });
    expect(found.filter(({ code }) => code.startsWith("BuildKit"))).toEqual([
      { code: "BuildKit/UndefinedVar", severity: "warning", at: "2:5-2:10" },
      { code: "BuildKit/JSONArgsRecommended", severity: "warning", at: "3:2-4:7" },
    ]);
    const { message, hint } = diagnostics.find(({ code }) => code === "BuildKit/UndefinedVar") ?? {};
    expect(message).toBe("Usage of undefined variable '$DATA'.");
    expect(hint).toContain("/rule/undefined-var/");
  });

  it("calls what stops the build an error", async () => {
    const { diagnostics } = await run({ stdout: recorded("build-error"), exitCode: 1 });
    expect(diagnostics.find(({ code }) => code === "BuildKit/BuildError")).toMatchObject({
      severity: "error",
      message: expect.stringContaining("did you mean RUN?"),
      range: { start: { line: 1, character: 0 }, end: { line: 1, character: 24 } },
    });
  });

  it("says nothing where BuildKit has nothing to say", async () => {
    const { diagnostics } = await run({ stdout: '{"warnings": [], "sources": []}' });
    expect(diagnostics.filter(({ code }) => code.startsWith("BuildKit"))).toEqual([]);
  });

  it.each([
    ["docker: 'buildx' is not a docker command.\nSee 'docker --help'", "BUILDX_MISSING"],
    ["docker: unknown command: docker buildx\n\nRun 'docker --help' for more information", "BUILDX_MISSING"],
    ["unknown flag: --call\nSee 'docker buildx build --help'.", "BUILDX_MISSING"],
    [
      "ERROR: Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?",
      "DOCKER_UNREACHABLE",
    ],
    [
      "ERROR: permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock: dial",
      "DOCKER_FORBIDDEN",
    ],
    ["ERROR: failed to solve: frontend.lint not supported by Dockerfile frontend", "TOOL_FAILED"],
  ])("of %j makes an error to act on", async (stderr, code) => {
    await expect(run({ stderr, exitCode: 1 })).rejects.toMatchObject({ code });
  });

  it("names the address at which no engine answers", async () => {
    const stderr = "ERROR: Cannot connect to the Docker daemon at unix:///run/x.sock. Is the docker daemon running?";
    await expect(run({ stderr, exitCode: 1 })).rejects.toMatchObject({
      message: expect.stringContaining("unix:///run/x.sock:"),
    });
  });

  it("says that there is no docker command", async () => {
    const directory = await temporaryDirectory({ Dockerfile: dockerfile });
    const commands = new ProcessRunner({ env: { PATH: directory } });
    const outside = { files: new DiskCourseFiles(), commands };
    const running = check({ directory, engine: true }, outside, unattendedTask());
    await expect(running).rejects.toMatchObject({ code: "DOCKER_MISSING" });
  });
});
