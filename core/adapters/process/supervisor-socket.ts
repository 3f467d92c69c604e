import { connect } from "node:net";
import { type Supervisor, type SupervisorState, supervisorState } from "../../hub/process/supervisor.ts";
import type { TaskContext } from "../../progress/index.ts";
import { linesOf } from "../lines.ts";

const stateSeconds = 5;
const stopSeconds = 30;

/** The supervisor behind a Unix socket that only its owner may open. */
export class SupervisorSocket implements Supervisor {
  readonly socket: string;

  constructor(socket: string) {
    this.socket = socket;
  }

  state(task: TaskContext): Promise<SupervisorState | undefined> {
    return this.#ask("status", stateSeconds, task);
  }

  async stop(task: TaskContext): Promise<void> {
    await this.#ask("stop", stopSeconds, task);
  }

  async #ask(command: string, seconds: number, task: TaskContext): Promise<SupervisorState | undefined> {
    const signal = AbortSignal.any([task.signal, AbortSignal.timeout(seconds * 1000)]);
    const connection = connect({ path: this.socket });
    const cut = () => connection.destroy(signal.reason as Error);
    signal.addEventListener("abort", cut, { once: true });
    try {
      connection.write(`${JSON.stringify({ command })}\n`);
      for await (const line of linesOf(connection)) return supervisorState.parse(JSON.parse(line));
      return undefined;
    } catch (error) {
      task.signal.throwIfAborted();
      if (nobodyListens.has((error as NodeJS.ErrnoException).code ?? "") || signal.aborted) return undefined;
      throw error;
    } finally {
      signal.removeEventListener("abort", cut);
      connection.destroy();
    }
  }
}

const nobodyListens = new Set(["ENOENT", "ECONNREFUSED", "ECONNRESET", "EPIPE"]);
