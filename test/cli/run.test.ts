import { describe, expect, it } from "vitest";
import { Interruption, NbdevError } from "../../core/index.ts";
import { runLine } from "./fake-shell.ts";

const failing = (error: unknown) => ({ stop: () => Promise.reject(error) });
const missing = new NbdevError("COURSE_NOT_FOUND", { directory: "/x" }, { output: ["last \u001b[31mline\r\n"] });

describe("how a command line ends", () => {
  it("ends with 0 for help and version, on stdout", async () => {
    expect(await runLine(["--version"], {})).toEqual({ code: 0, stdout: "1.2.3\n", stderr: "" });
    expect((await runLine(["up", "--help"], {})).stdout).toContain("--notebook <path>");
  });

  it("shows an error's output, code, message and hint, and ends with 2", async () => {
    expect(await runLine(["stop"], failing(missing))).toEqual({
      code: 2,
      stdout: "",
      stderr: `  last line\nerror COURSE_NOT_FOUND: There is no course directory /x.\nhint: ${missing.hint}\n`,
    });
  });

  it("gives scripts the same as one object on stdout", async () => {
    const { code, stdout, stderr } = await runLine(["stop", "--json"], failing(missing));
    const { message, hint } = missing;
    expect(JSON.parse(stdout)).toEqual({ outcome: "error", error: { code: "COURSE_NOT_FOUND", message, hint } });
    expect({ code, stderr }).toEqual({ code: 2, stderr: "" });
  });

  it("names a bug without its stack, unless details are asked for, and ends with 70", async () => {
    const bug = await runLine(["stop"], failing(new TypeError("x is not a function")));
    expect(bug).toMatchObject({
      code: 70,
      stderr: expect.stringMatching(/^error BUG: .*TypeError: x is not.*\nhint: Report/),
    });
    expect(bug.stderr).not.toContain("    at ");
    expect((await runLine(["stop", "--verbose"], failing(new Error("x")))).stderr).toContain("    at ");
    expect((await runLine(["stop"], failing(new Error("x")), { env: { NBDEV_DEBUG: "1" } })).stderr).toContain(
      "    at ",
    );
  });

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("ends an interrupted command by %s with %i, whatever it then throws", async (by, code) => {
    const signal = AbortSignal.abort(new Interruption(by));
    expect(await runLine(["stop", "--json"], failing(new Error("cut off")), { signal })).toMatchObject({
      code,
      stdout: expect.stringContaining('"code":"INTERRUPTED"'),
    });
  });

  it.each([
    [["frobnicate"], "unknown command 'frobnicate'"],
    [["stopp"], "unknown command 'stopp'"],
    [["up", "--frob"], "unknown option '--frob'"],
    [["up", "a", "b"], "too many arguments"],
    [["up", "--port", "80x"], "It is not a whole number from 1 to 65535"],
    [["up", "--runtime", "docker"], "Allowed choices are kind, process, auto"],
    [["url"], "missing required argument 'notebook'"],
    [["completion", "tcsh"], "Allowed choices"],
  ])("refuses the command line %j with 2, in both forms", async (words, problem) => {
    expect(await runLine(words, {})).toMatchObject({
      code: 2,
      stdout: "",
      stderr: expect.stringMatching(/^error USAGE: .*\nhint: .*\n$/),
    });
    const { code, stdout } = await runLine([...words, "--json"], {});
    expect(code).toBe(2);
    const { error } = JSON.parse(stdout);
    expect(error).toMatchObject({ code: "USAGE", hint: expect.stringMatching(/\w/) });
    expect((await runLine(words, {})).stderr).toContain(problem);
  });

  it("suggests the command that was meant", async () => {
    expect((await runLine(["stopp"], {})).stderr).toContain("hint: (Did you mean stop?)");
  });

  it("shows the help to somebody who gives no command, and ends with 2", async () => {
    expect(await runLine([], {})).toMatchObject({ code: 2, stderr: expect.stringContaining("The local hub:") });
  });
});
