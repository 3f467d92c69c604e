import type { Writable } from "node:stream";
import { exitCode } from "./exit-code.ts";

/**
 * `nbdev logs | head`: when nobody reads the result any more, nbdev is done; when nobody reads progress, it goes on. A
 * terminal that was closed (EIO) also sends SIGHUP, which undoes what was begun: until then nothing can be said.
 */
export function tolerateClosedPipes(stdout: Writable, stderr: Writable, exit: (code: number) => void): void {
  stdout.on("error", (error) => {
    if (hasCode(error, "EPIPE")) exit(exitCode.done);
    else if (!hasCode(error, "EIO")) throw error;
  });
  stderr.on("error", (error) => {
    if (!hasCode(error, "EPIPE") && !hasCode(error, "EIO")) throw error;
  });
}

/** Resolves once everything written so far has left the process (pipes are asynchronous). */
export async function flushed(...streams: readonly Writable[]): Promise<void> {
  await Promise.all(streams.map((stream) => new Promise<void>((resolve) => stream.write("", () => resolve()))));
}

function hasCode(error: Error, code: string): boolean {
  return "code" in error && error.code === code;
}
