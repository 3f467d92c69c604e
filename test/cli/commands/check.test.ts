import { describe, expect, it } from "vitest";
import type { CheckRequest, CheckResult, Diagnostic, Nbdev } from "../../../core/index.ts";
import { temporaryDirectory } from "../../support/directory.ts";
import { RecordedOutput, runLine } from "../fake-shell.ts";

const warning: Diagnostic = {
  code: "NB101",
  severity: "warning",
  message: "The base has no tag.",
  hint: "Name one.",
  path: "Dockerfile",
  range: { start: { line: 1, character: 5 }, end: { line: 1, character: 9 } },
};
const error: Diagnostic = { ...warning, severity: "error", path: "a.ipynb", cell: { index: 2 } };

function checking(diagnostics: Diagnostic[], requests: CheckRequest[] = []): Partial<Nbdev> {
  const result: CheckResult = { diagnostics, fixed: [], courses: 1, sourceLine: () => "FROM base" };
  return {
    check: async (request) => {
      requests.push(request);
      return result;
    },
  };
}

describe("nbdev check", () => {
  it.each([
    [[], [], 0],
    [[warning], [], 0],
    [[warning], ["--max-warnings", "0"], 1],
    [[error], [], 1],
    [[error], ["--write-baseline", "b.json"], 0],
  ])("with %j and %j ends with the exit code it promises", async (diagnostics, flags, expected) => {
    const workingDirectory = await temporaryDirectory();
    const { code } = await runLine(["check", ...flags], checking(diagnostics), { workingDirectory });
    expect(code).toBe(expected);
  });

  it("ends with 2 when a path does not exist", async () => {
    const { code, stderr } = await runLine(["check", "no/such"], checking([]), {
      workingDirectory: await temporaryDirectory(),
    });
    expect(code).toBe(2);
    expect(stderr).toContain("CHECK_PATH_MISSING");
  });

  it("points at the line with a caret, at the cell by its number, and uses colours only on a terminal", async () => {
    const workingDirectory = await temporaryDirectory();
    const { stdout } = await runLine(["check"], checking([warning, error]), { workingDirectory });
    expect(stdout).toBe(
      [
        "Dockerfile:2:6: warning NB101: The base has no tag.",
        "    FROM base",
        "         ^^^^",
        "    → Name one.",
        "",
        "a.ipynb:cell 3:2:6: error NB101: The base has no tag.",
        "    FROM base",
        "         ^^^^",
        "    → Name one.",
        "",
        "1 course checked: 1 error, 1 warning.",
        "",
      ].join("\n"),
    );
    const terminal = new RecordedOutput(true);
    await runLine(["check"], checking([warning]), { workingDirectory, stdout: terminal });
    expect(terminal.text).toContain("\u001b[33mwarning\u001b[39m");
    const plain = new RecordedOutput(true);
    await runLine(["check"], checking([warning]), { workingDirectory, stdout: plain, env: { NO_COLOR: "1" } });
    expect(plain.text).not.toContain("\u001b");
  });

  it("asks for what the flags say, with absolute paths", async () => {
    const workingDirectory = await temporaryDirectory({ "c/Dockerfile": "", "c/a.ipynb": "" });
    const requests: CheckRequest[] = [];
    const flags = ["--rule", "NB101", "--rule", "NB102", "--fix", "--course", "x", "--baseline", "b.json"];
    await runLine(["check", "c", ...flags], checking([], requests), { workingDirectory });
    await runLine(["check", "c/a.ipynb"], checking([], requests), { workingDirectory });
    expect(requests).toEqual([
      {
        directory: `${workingDirectory}/c`,
        course: "x",
        rules: ["NB101", "NB102"],
        fix: true,
        baseline: `${workingDirectory}/b.json`,
      },
      { directory: workingDirectory, paths: [`${workingDirectory}/c/a.ipynb`] },
    ]);
  });

  it.each(["json", "sarif", "github"])("prints %s and nothing else on stdout", async (format) => {
    const workingDirectory = await temporaryDirectory();
    const { stdout } = await runLine(["check", "--format", format], checking([error]), { workingDirectory });
    expect(stdout).toContain("NB101");
    expect(stdout).not.toContain("course checked");
  });

  it("lists the rules without checking", async () => {
    const { stdout, code } = await runLine(["check", "--list"], {});
    expect(code).toBe(0);
    expect(stdout).toMatch(/^NB100 {2}dockerfile-missing/);
  });
});
