import { readFileSync } from "node:fs";
import { chmod } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DiskCourseFiles } from "../../../../core/adapters/course-files.ts";
import { ProcessRunner } from "../../../../core/adapters/process-runner.ts";
import { type CheckRequest, check } from "../../../../core/check/index.ts";
import type { CommandResult } from "../../../../core/command/index.ts";
import { unattendedTask } from "../../../../core/progress/index.ts";
import { recordedCommands } from "../../../support/commands.ts";
import { temporaryDirectory } from "../../../support/directory.ts";

/** Of a real BuildKit, by test/fixtures/check/buildkit/record. */
const recorded = (name: string) =>
  readFileSync(join(import.meta.dirname, "../../../fixtures/check/buildkit", name), "utf8");

async function run(answer: Partial<CommandResult> | Error, request: Partial<CheckRequest> = {}, name = "clean") {
  const commands = recordedCommands(answer);
  const ignored = { ".dockerignore": recorded("warnings.dockerignore"), "data.csv": "", "other.csv": "" };
  const directory = await temporaryDirectory({ ...ignored, Dockerfile: recorded(`${name}.Dockerfile`) });
  const outside = { files: new DiskCourseFiles(), commands };
  const { diagnostics } = await check({ directory, engine: true, ...request }, outside, unattendedTask());
  return { diagnostics, asked: commands.asked, directory };
}

/** What is found in a recorded Dockerfile, as BuildKit answered for it. */
async function foundIn(name: string) {
  const { diagnostics } = await run({ stdout: recorded(`${name}.json`), exitCode: 1 }, {}, name);
  const ofBuildkit = diagnostics.filter(({ code }) => code.startsWith("BuildKit/"));
  const places = ofBuildkit.map(({ code, severity, range: { start, end } }) => {
    const place = `${start.line + 1}:${start.character}-${end.line + 1}:${end.character}`;
    return `${place} ${severity} ${code.slice("BuildKit/".length)}`;
  });
  return { diagnostics, places };
}

describe("check with the engine's own findings", () => {
  it("asks docker for them as JSON, and only on request", async () => {
    const { asked, directory } = await run({ stdout: recorded("warnings.json"), exitCode: 1 });
    const args = ["buildx", "build", "--call=check,format=json", "--progress=plain", directory];
    expect(asked).toEqual([{ program: "docker", args }]);
    expect((await run(new Error("must not be asked"), { engine: false })).asked).toEqual([]);
  });

  it("puts them among ours at their lines, without what ours say already", async () => {
    const { diagnostics, places } = await foundIn("warnings");
    const ours = diagnostics.filter(({ code }) => /^NB1(05|12|51)$/.test(code));
    expect(ours.map(({ code, range }) => `${range.start.line + 1} ${code}`)).toEqual([
      "7 NB151",
      "26 NB112",
      "27 NB112",
    ]);
    expect(places).toEqual([
      "2:0-2:43 warning FromPlatformFlagConstDisallowed",
      "2:0-2:43 warning StageNameCasing",
      "3:0-3:30 warning MaintainerDeprecated",
      "4:0-4:11 warning WorkdirRelativePath",
      "5:0-5:16 warning LegacyKeyValueFormat",
      "8:0-8:13 warning UndefinedVar",
      "9:0-9:13 warning ExposeProtoCasing",
      "10:0-10:22 warning ExposeInvalidFormat",
      "11:0-11:9 warning MultipleInstructionsDisallowed",
      "12:2-13:7 warning JSONArgsRecommended",
      "15:0-15:20 warning DuplicateStageName",
      "15:0-15:20 warning FromAsCasing",
      "18:5-18:9 warning NoEmptyContinuation",
      "19:0-21:12 warning ConsistentInstructionCasing",
      "19:0-21:12 warning UndefinedVar",
      "19:0-21:12 warning UndefinedVar",
      "22:0-22:21 warning MultipleInstructionsDisallowed",
      "25:0-25:50 warning RedundantTargetPlatform",
      "25:0-25:50 warning ReservedStageName",
      "28:0-30:3 warning UndefinedVar",
    ]);
    const { message, hint } = diagnostics.find(({ code }) => code === "BuildKit/UndefinedVar") ?? {};
    expect(message).toBe("Usage of undefined variable '$DATA' (did you mean $PATH?).");
    expect(hint).toContain("/rule/undefined-var/");
  });

  it("calls what stops the build an error", async () => {
    const { diagnostics, places } = await foundIn("build-error");
    expect(places).toEqual(["2:0-2:22 error BuildError"]);
    expect(diagnostics.find(({ code }) => code === "BuildKit/BuildError")?.message).toContain("did you mean RUN?");
  });

  it("raises what a Dockerfile wants to be errors, and does not say so twice", async () => {
    const { places } = await foundIn("errors-wanted");
    expect(places).toEqual(["4:0-4:11 error WorkdirRelativePath"]); // the secret is NB151's
  });

  it("says of a base image that cannot be read that its registry may be the reason", async () => {
    const { diagnostics, places } = await foundIn("base-unreachable");
    expect(places).toEqual(["1:0-1:23 error BuildError"]);
    expect(diagnostics.find(({ code }) => code === "BuildKit/BuildError")?.hint).toContain("registry");
  });

  it("says nothing where BuildKit has nothing to say", async () => {
    expect((await foundIn("clean")).places).toEqual([]);
  });

  // The first and the third as older ones word it; all others printed by docker 28.2 and buildx 0.38.
  it.each([
    ["docker: 'buildx' is not a docker command.\nSee 'docker --help'", "BUILDX_MISSING"],
    ["unknown flag: --call\n\nUsage:  docker [OPTIONS] COMMAND [ARG...]\n\nRun 'docker --help'", "BUILDX_MISSING"],
    ["unknown flag: --call\nSee 'docker buildx build --help'.", "BUILDX_MISSING"],
    ["docker: unknown command: docker buildx\n\nRun 'docker --help' for more information", "BUILDX_MISSING"],
    [
      "ERROR: Cannot connect to the Docker daemon at tcp://127.0.0.1:1. Is the docker daemon running?",
      "DOCKER_UNREACHABLE",
    ],
    [
      "ERROR: failed to connect to the docker API at unix:///run/x.sock; check if the path is correct and if the daemon is running: dial unix /run/x.sock: connect: no such file or directory",
      "DOCKER_UNREACHABLE",
    ],
    [
      "ERROR: permission denied while trying to connect to the docker API at unix:///var/run/docker.sock",
      "DOCKER_FORBIDDEN",
    ],
    [
      "ERROR: failed to build: failed to solve: rpc error: code = Unknown desc = failed to solve with frontend dockerfile.v0: unsupported request frontend.lint",
      "BUILDKIT_OUTDATED",
    ],
    [
      "ERROR: failed to build: failed to solve: failed to read dockerfile: open Dockerfile: no such file or directory",
      "TOOL_FAILED",
    ],
  ])("of %j makes an error to act on", async (stderr, code) => {
    await expect(run({ stderr, exitCode: 1 })).rejects.toMatchObject({ code });
  });

  it("names the address at which no engine answers", async () => {
    const message = expect.stringContaining(" unix:///run/x.sock:");
    for (const stderr of [
      "ERROR: Cannot connect to the Docker daemon at unix:///run/x.sock. Is the docker daemon running?",
      "ERROR: failed to connect to the docker API at unix:///run/x.sock; check if the path is correct",
    ])
      await expect(run({ stderr, exitCode: 1 })).rejects.toMatchObject({ message });
  });

  it("lets buildx know the builder that the author has chosen", async () => {
    const answer = `printf '{"warnings": [{"ruleName": "%s"}]}' "$BUILDX_BUILDER"`;
    const directory = await temporaryDirectory({
      Dockerfile: "FROM scratch\n",
      "bin/docker": `#!/bin/sh\n${answer}\n`,
    });
    await chmod(join(directory, "bin/docker"), 0o755);
    const commands = new ProcessRunner({ env: { PATH: `${directory}/bin:/usr/bin:/bin`, BUILDX_BUILDER: "mine" } });
    const outside = { files: new DiskCourseFiles(), commands };
    const { diagnostics } = await check({ directory, engine: true }, outside, unattendedTask());
    expect(diagnostics.map(({ code }) => code)).toContain("BuildKit/mine");
  });

  it("says that there is no docker command", async () => {
    const directory = await temporaryDirectory({ Dockerfile: "FROM scratch\n" });
    const commands = new ProcessRunner({ env: { PATH: directory } });
    const outside = { files: new DiskCourseFiles(), commands };
    const running = check({ directory, engine: true }, outside, unattendedTask());
    await expect(running).rejects.toMatchObject({ code: "DOCKER_MISSING" });
  });
});
