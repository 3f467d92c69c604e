import { setTimeout as sleep } from "node:timers/promises";
import { start } from "../../cli/start.ts";
import { fakeNbdev } from "./fake-nbdev.ts";

/** A real process around a facade whose `stop` takes a minute, and whose `down` does not heed its signal. */
await start("0.0.0", async () =>
  fakeNbdev({
    stop: async (_request, task) => {
      task.progress({ type: "note", message: "working" });
      await sleep(60_000, undefined, { signal: task.signal });
    },
    down: async (_request, task) => {
      task.progress({ type: "note", message: "working" });
      await sleep(60_000);
    },
    logs: async function* () {
      for (let line = 0; ; line++) {
        yield `line ${line}`;
        await sleep(1);
      }
    },
  }),
);
