import type { TaskContext } from "../progress/index.ts";
import type { ImageReference } from "./reference.ts";

/** What a push moved. */
export interface Push {
  /** `sha256:` of the manifest in the registry. */
  readonly digest: string;
  /** Bytes of the layers that the registry did not have yet. */
  readonly bytesMoved: number;
}

/** The registry container beside the hub, where its node pulls from. */
export interface Registry {
  /** Ends with a running registry, bound to 127.0.0.1. */
  ensure(image: string, task: TaskContext): Promise<void>;
  /** Makes it reachable by name from the hub's node, once that exists. */
  connect(task: TaskContext): Promise<void>;
  /** Copies an image of the engine, under its own full name; nothing moves when the registry has it already. */
  push(image: ImageReference, onBytes: (current: number, total: number) => void, task: TaskContext): Promise<Push>;
  /** Takes away the name under which the engine pushed an image, which would keep its layers. */
  forget(image: ImageReference, task: TaskContext): Promise<void>;
  state(task: TaskContext): Promise<"running" | "stopped" | "absent">;
  stop(task: TaskContext): Promise<void>;
  remove(task: TaskContext): Promise<void>;
}
