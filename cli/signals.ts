import { exitCode } from "./exit-code.ts";

const showCursor = "\u001b[?25h";
const signals = { SIGINT: "SIGINT", SIGTERM: "SIGTERM", SIGHUP: "SIGTERM" } as const;

/**
 * The first SIGINT, SIGTERM or SIGHUP aborts with an `Interruption`, so that what was begun is undone; a second one
 * ends the process at once.
 */
export function listenToSignals(target: NodeJS.Process, abort: AbortController): void {
  for (const [signal, by] of Object.entries(signals)) {
    const code = by === "SIGINT" ? exitCode.interrupted : exitCode.terminated;
    let received = false;
    target.on(signal, async () => {
      if (received || abort.signal.aborted) {
        if (target.stderr.isTTY) target.stderr.write(showCursor);
        target.exit(code);
      }
      received = true;
      const { Interruption } = await import("../core/index.ts");
      abort.abort(new Interruption(by));
    });
  }
}
