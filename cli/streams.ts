import type { Writable } from "node:stream";
import { exitCode } from "./exit-code.ts";

/** `nbdev logs | head`: when nobody reads the result any more, nbdev is done; when nobody reads progress, it goes on. */
export function tolerateClosedPipes(stdout: Writable, stderr: Writable): void {
  stdout.on("error", (error) => {
    if (!isClosedPipe(error)) throw error;
    process.exit(exitCode.done);
  });
  stderr.on("error", (error) => {
    if (!isClosedPipe(error)) throw error;
  });
}

/** Resolves once everything written so far has left the process (pipes are asynchronous). */
export async function flushed(...streams: readonly Writable[]): Promise<void> {
  await Promise.all(streams.map((stream) => new Promise<void>((resolve) => stream.write("", () => resolve()))));
}

function isClosedPipe(error: Error): boolean {
  return "code" in error && error.code === "EPIPE";
}
