import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { diagnosticsText } from "../../cli/output/diagnostics.ts";
import { type Diagnostic, NbdevError } from "../../core/index.ts";

const manifest = JSON.parse(readFileSync("package.json", "utf8"));
const { contributes } = manifest;

describe("the extension's manifest", () => {
  it("contributes the commands that are registered, and no other", () => {
    const registered = [...readFileSync("extension/commands/index.ts", "utf8").matchAll(/^ {2}"(nbdev\.\w+)"/gm)];
    const contributed = contributes.commands.map(({ command }: { command: string }) => command);
    expect(contributed.toSorted()).toEqual(registered.map(([, id]) => id).toSorted());
  });

  it("hides whatever starts programs in a restricted workspace", () => {
    const always = ["nbdev.check", "nbdev.chooseCourse"];
    for (const { command, enablement } of contributes.commands) {
      expect(enablement, command).toBe(always.includes(command) ? undefined : "isWorkspaceTrusted");
    }
  });

  it("has a text for each of its words, and no other", () => {
    const used = [...JSON.stringify(manifest).matchAll(/"%([\w.-]+)%"/g)].map(([, key]) => key);
    expect([...new Set(used)].sort()).toEqual(Object.keys(JSON.parse(readFileSync("package.nls.json", "utf8"))).sort());
  });

  it("mentions only settings, in code, that it declares", () => {
    const read = ["settings.ts", "links.ts"].map((name) => readFileSync(`extension/${name}`, "utf8")).join("\n");
    const keys = [...read.matchAll(/"(hub\.\w+|\w+Path|openIn)"/g)].map(([, key]) => key);
    expect(keys.length).toBeGreaterThan(10);
    for (const key of keys) {
      expect(contributes.configuration.properties).toHaveProperty([`nbdev.${key}`]);
    }
  });
});

/** A problem pattern: which group of the expression holds which field. */
type Pattern = { regexp: string; name: string; kind?: string } & Record<string, string | number>;

describe("the problem matchers", () => {
  const at = (line: number, character: number) => ({
    start: { line, character },
    end: { line, character: character + 3 },
  });
  const found: Diagnostic = {
    code: "NB110",
    severity: "error",
    message: "COPY of x: there is no such file",
    hint: "",
    path: "a/Dockerfile",
    range: at(1, 5),
  };
  const printed = (diagnostic: Diagnostic) =>
    diagnosticsText({ diagnostics: [diagnostic], fixed: [], courses: 1, sourceLine: () => undefined }, false).split(
      "\n",
    )[0] ?? "";

  /** What the one matcher that takes the line reads from it, as VS Code would. */
  function read(line: string) {
    const matches = contributes.problemPatterns.flatMap(({ regexp, name, kind: _, ...groups }: Pattern) => {
      const match = new RegExp(regexp).exec(line);
      const fields = Object.entries(groups).map(([field, group]) => [field, match?.[Number(group)]]);
      return match === null ? [] : [{ name, ...Object.fromEntries(fields) }];
    });
    expect(matches, line).toHaveLength(1);
    return matches[0];
  }

  it("read a finding at its place", () => {
    expect(read(printed(found))).toEqual({
      name: "nbdev",
      file: "a/Dockerfile",
      line: "2",
      column: "6",
      severity: "error",
      code: "NB110",
      message: "COPY of x: there is no such file",
    });
  });

  it("read a finding in a cell, which has no line of the file", () => {
    const cell = { ...found, path: "w 1/a.ipynb", cell: { index: 2 }, severity: "warning" as const };
    expect(read(printed(cell))).toMatchObject({
      name: "nbdev-cell",
      file: "w 1/a.ipynb",
      severity: "warning",
      code: "NB110",
    });
    expect(read(printed(cell)).message).toMatch(/^cell 3:2:6: warning NB110: COPY of x/);
  });

  it("read a finding about a whole file", () => {
    const whole = { ...found, range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } } };
    expect(read(printed(whole))).toMatchObject({ name: "nbdev-file", file: "a/Dockerfile", message: found.message });
  });

  it("read the Dockerfile's line of a build that failed", () => {
    const { code, message } = new NbdevError("BUILD_STEP_FAILED", { instruction: "RUN false", line: 7, exitCode: 1 });
    expect(read(`error ${code}: ${message}`)).toMatchObject({ name: "nbdev-build", file: "Dockerfile", line: "7" });
  });
});
