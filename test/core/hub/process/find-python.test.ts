import { describe, expect, it } from "vitest";
import type { Command, CommandRunner } from "../../../../core/command/index.ts";
import { findPython } from "../../../../core/hub/process/find-python.ts";
import { unattendedTask } from "../../../../core/progress/index.ts";

/** A PATH with these programs, each of which answers `--version` so. */
function machineWith(programs: Record<string, { stdout?: string; stderr?: string; exitCode?: number }>) {
  const commands = {
    attempt: async ({ program }: Command) => ({
      stdout: "",
      stderr: "",
      exitCode: 0,
      ...programs[program.replace("/bin/", "")],
    }),
  } as Partial<CommandRunner> as CommandRunner;
  return { commands, findOnPath: async (name: string) => (name in programs ? `/bin/${name}` : undefined) };
}

const task = unattendedTask();

describe("the Python that is used", () => {
  it("is the first one that is new enough", async () => {
    const machine = machineWith({
      python3: { stdout: "Python 3.9.2" },
      "python3.12": { stdout: "Python 3.12.1" },
      "python3.11": { stdout: "Python 3.11.7" },
    });
    expect(await findPython(machine, task)).toEqual({ path: "/bin/python3.12", version: "3.12.1" });
  });

  it("may be a pre-release", async () => {
    const machine = machineWith({ python3: { stdout: "Python 3.14.0rc2" } });
    expect(await findPython(machine, task)).toEqual({ path: "/bin/python3", version: "3.14.0" });
  });

  it("is never a stand-in for one that is not installed", async () => {
    const stderr = "pyenv: python3.13: command not found\n\nThe `python3.13' command exists in: 3.13.0";
    const machine = machineWith({ "python3.13": { stderr, exitCode: 127 }, python: { stdout: "Python 2.7.18" } });
    await expect(findPython(machine, task)).rejects.toMatchObject({
      code: "PYTHON_MISSING",
      message: expect.stringContaining("/bin/python3.13 does not run, /bin/python is 2.7.18"),
      hint: expect.stringContaining("python3-venv"),
    });
  });

  it("is missing where PATH has none", async () => {
    await expect(findPython(machineWith({}), task)).rejects.toMatchObject({
      code: "PYTHON_MISSING",
      message: expect.stringContaining("there is none on PATH"),
    });
  });
});
