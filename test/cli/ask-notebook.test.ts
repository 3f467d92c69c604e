import { EventEmitter } from "node:events";
import { PassThrough, Writable } from "node:stream";
import { describe, expect, it } from "vitest";
import { askNotebook } from "../../cli/ask-notebook.ts";
import { tolerateClosedPipes } from "../../cli/streams.ts";

/** A terminal at which somebody presses keys as soon as they are asked. */
function terminal(keys: string) {
  const abort = new AbortController();
  const process = new EventEmitter().on("SIGINT", () => abort.abort(new Error("interrupted")));
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined });
  const stderr = Object.assign(new PassThrough(), { isTTY: true, columns: 80, rows: 24 });
  stderr.resume().once("data", () => setTimeout(() => stdin.write(keys), 50)); // the question listens after it is shown
  const asked = Object.assign(process, { stdin, stderr });
  return askNotebook(["intro.ipynb", "more.ipynb"], asked, abort.signal);
}

const [down, enter, controlC, esc] = ["\u001b[B", "\r", "\u0003", "\u001b"];

describe("the question for a notebook", () => {
  it("gives the chosen one, and undefined for the file list", async () => {
    expect(await terminal(enter)).toBe("intro.ipynb");
    expect(await terminal(down + enter)).toBe("more.ipynb");
    expect(await terminal(down + down + enter)).toBeUndefined();
  });

  it.each([
    ["Ctrl-C", controlC],
    ["Esc", esc],
  ])("ends the command with %s", async (_name, key) => {
    await expect(terminal(key)).rejects.toThrow("interrupted");
  });
});

describe("streams that nobody reads", () => {
  const failing = (code: string) =>
    new Writable({ write: (_chunk, _encoding, done) => done(Object.assign(new Error(code), { code })) });

  it.each([
    ["EPIPE", [0]],
    ["EIO", []],
  ])("%s is no failure: the result's reader decides the end, the terminal's does not", async (code, expected) => {
    const codes: number[] = [];
    const [stdout, stderr] = [failing(code), failing(code)];
    tolerateClosedPipes(stdout, stderr, (each) => codes.push(each));
    stdout.write("result");
    stderr.write("progress");
    await new Promise((resolve) => setImmediate(resolve));
    expect(codes).toEqual(expected);
  });
});
