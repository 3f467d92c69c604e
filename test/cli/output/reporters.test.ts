import { Writable } from "node:stream";
import { describe, expect, it, vi } from "vitest";
import { chooseReporter } from "../../../cli/output/choose-reporter.ts";
import { JsonReporter } from "../../../cli/output/json-reporter.ts";
import { ListReporter } from "../../../cli/output/list-reporter.ts";
import { PlainReporter } from "../../../cli/output/plain-reporter.ts";
import { SilentReporter } from "../../../cli/output/silent-reporter.ts";
import type { ProgressEvent } from "../../../core/index.ts";
import { RecordedOutput } from "../fake-shell.ts";

const events: ProgressEvent[] = [
  { type: "plan", steps: ["build", "cluster", "open"].map((id) => ({ id, title: `The ${id}` })) },
  { type: "step-started", step: "build", title: "The build" },
  { type: "step-started", step: "cluster", title: "The cluster" },
  { type: "step-output", step: "build", line: "\u001b[32mCOPY\u001b[0m 10%\r50%\u0007\n" },
  { type: "step-progress", step: "cluster", current: 1, total: 2, unit: "steps" },
  { type: "command", line: "docker build ." },
  { type: "warning", message: "careful" },
  { type: "step-done", step: "build", seconds: 1.5, detail: "3 layers" },
  { type: "step-skipped", step: "open", reason: "no browser" },
  { type: "step-failed", step: "cluster", seconds: 2 },
];

describe("plain lines", () => {
  it("say each event once, and foreign output without its control characters", () => {
    const output = new RecordedOutput();
    const reporter = new PlainReporter(output, { commands: true });
    for (const event of events) reporter.event(event);
    expect(output.text.split("\n")).toEqual([
      "[build] The build",
      "[cluster] The cluster",
      "[build]   50%",
      "$ docker build .",
      "warning: careful",
      "[build] done in 1.5 s (3 layers)",
      "[open] skipped: no browser",
      "[cluster] failed after 2 s: The cluster",
      "",
    ]);
  });
});

describe("JSON lines and silence", () => {
  it("give every event as it is, or only warnings", () => {
    const [json, silent] = [new RecordedOutput(), new RecordedOutput()];
    for (const event of events) {
      new JsonReporter(json).event(event);
      new SilentReporter(silent).event(event);
    }
    expect(
      json.text
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line)),
    ).toEqual(events);
    expect(silent.text).toBe("warning: careful\n");
  });
});

describe("the live list", () => {
  it("shows every step with its state, says warnings below, and gives the cursor back", async () => {
    const terminal = new Terminal();
    const reporter = new ListReporter(terminal as unknown as NodeJS.WriteStream);
    const patient = { timeout: 10_000 };
    for (const event of events.slice(0, 1)) reporter.event(event);
    await vi.waitFor(() => expect(terminal.text).not.toBe(""), patient);
    for (const event of events.slice(1, 7)) reporter.event(event);
    await vi.waitFor(() => expect(terminal.text).toContain("50%"), patient);
    for (const event of events.slice(7)) reporter.event(event);
    await reporter.end();
    const { text } = terminal;
    expect(text).toContain("The build (1.5 s, 3 layers)");
    expect(text).toContain("The open (no browser)");
    expect(text).toMatch(/(✖|×)[^\n]*The cluster/);
    expect(text.lastIndexOf("\u001b[?25h")).toBeGreaterThan(text.lastIndexOf("\u001b[?25l"));
    expect(text.trimEnd().endsWith("warning: careful")).toBe(true);
  });

  it("ends at once when the work is cut off in the middle, even before its first drawing", async () => {
    const terminal = new Terminal();
    const reporter = new ListReporter(terminal as unknown as NodeJS.WriteStream);
    for (const event of events.slice(0, 3)) reporter.event(event);
    await reporter.end();
    const { text } = terminal;
    expect(text).toContain("The open");
    expect(text).not.toMatch(/[✔√]/);
    expect(text.lastIndexOf("\u001b[?25h")).toBeGreaterThan(text.lastIndexOf("\u001b[?25l"));
  });
});

describe("chooseReporter", () => {
  const shell = (isTTY: boolean, env: Record<string, string> = {}) => ({
    stdout: new RecordedOutput(),
    stderr: new RecordedOutput(isTTY),
    env,
  });

  it.each([
    ["a list for a person", shell(true), {}, ListReporter],
    ["lines for a file", shell(false), {}, PlainReporter],
    ["lines in CI", shell(true, { CI: "true" }), {}, PlainReporter],
    ["lines on a dumb terminal", shell(true, { TERM: "dumb" }), {}, PlainReporter],
    ["lines for --verbose", shell(true), { verbose: true }, PlainReporter],
    ["JSON for --json", shell(true), { json: true, quiet: true }, JsonReporter],
    ["silence for --quiet", shell(true), { quiet: true }, SilentReporter],
  ])("gives %s", (_title, where, options, wanted) => {
    expect(chooseReporter(where, options)).toBeInstanceOf(wanted);
  });
});

/** A terminal of 100 columns that keeps what was written. */
class Terminal extends Writable {
  text = "";
  readonly isTTY = true;
  readonly columns = 100;
  readonly rows = 40;

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk;
    done();
  }
}
