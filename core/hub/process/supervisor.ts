import { z } from "zod";
import type { TaskContext } from "../../progress/index.ts";

/** What the supervisor says of itself and its hub (hub-values/supervisor.py). */
export const supervisorState = z.object({
  pid: z.number(),
  hub: z.object({
    /** 0 while none runs. */
    pid: z.number(),
    state: z.enum(["running", "restarting", "failed"]),
    restarts: z.number(),
  }),
  /** Where servers get their memory cgroups; empty: they have no limit. */
  memoryCgroup: z.string(),
});
export type SupervisorState = z.infer<typeof supervisorState>;

/** The process that keeps a hub running without a terminal; found by its socket, never by a process id in a file. */
export interface Supervisor {
  readonly socket: string;
  /** Undefined where none listens: never started, killed, or gone with a reboot. */
  state(task: TaskContext): Promise<SupervisorState | undefined>;
  /** Returns once nothing that it started runs any more; at once where none listens. */
  stop(task: TaskContext): Promise<void>;
}
