import type { TaskContext } from "../../progress/index.ts";

/** What the engine knows of the container that is kind's node; asked anew each time, since nothing else decides. */
export interface NodeContainer {
  readonly name: string;
  readonly running: boolean;
  readonly image: string;
  readonly mounts: readonly string[];
  /** The host port of 127.0.0.1 for a port of the node. */
  hostPort(containerPort: number): number | undefined;
}

/** The engine's part in a cluster's life, beyond what kind does. */
export interface NodeContainers {
  find(name: string, task: TaskContext): Promise<NodeContainer | undefined>;
  start(name: string, task: TaskContext): Promise<void>;
  stop(name: string, task: TaskContext): Promise<void>;
  /** Runs a program in the node and returns its output; another exit code than 0 throws TOOL_FAILED. */
  execute(name: string, command: readonly string[], task: TaskContext): Promise<string>;
  /** Writes a text file where its content differs; says whether it did. */
  writeFile(name: string, path: string, text: string, task: TaskContext): Promise<boolean>;
}
