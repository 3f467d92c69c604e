import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { NbdevError } from "../../errors/index.ts";
import type { TaskContext } from "../../progress/index.ts";
import type { LogSource } from "../runtime.ts";
import { nodeName } from "./cluster-names.ts";
import type { Kubernetes } from "./kubernetes.ts";
import type { NodeContainers } from "./node-container.ts";
import { userPodSelector } from "./pod-names.ts";

interface Outside {
  readonly kubernetes: Kubernetes;
  readonly nodes: NodeContainers;
}

const selectors: Readonly<Record<Exclude<LogSource, "cluster">, string>> = {
  hub: "component=hub",
  proxy: "component=proxy",
  user: userPodSelector,
};

/** The lines of one source: the newest pod's, or the node's journal. Throws HUB_NOT_RUNNING where there is none. */
export async function* kindLogs(
  { kubernetes, nodes }: Outside,
  source: LogSource,
  options: { follow: boolean; lines: number },
  task: TaskContext,
): AsyncIterable<string> {
  if (source === "cluster") {
    const journal = ["journalctl", "--no-pager", "--lines", String(options.lines)];
    yield* (await nodes.execute(nodeName, journal, task)).split("\n");
    return;
  }
  const pods = await kubernetes.listPods(selectors[source], task);
  const newest = pods.sort((a, b) => (b.createdAt ?? "").localeCompare(a.createdAt ?? ""))[0];
  if (newest === undefined) throw new NbdevError("HUB_NOT_RUNNING", { what: `nbdev logs ${source}` });
  yield* kubernetes.log(newest, options, task);
}

/** One file a source; `redact` takes the secrets out of every line. A source that cannot be read says why in its file. */
export async function exportKindLogs(
  outside: Outside,
  directory: string,
  redact: (line: string) => string,
  task: TaskContext,
): Promise<void> {
  await mkdir(directory, { recursive: true });
  for (const source of ["hub", "proxy", "user", "cluster"] as const) {
    const lines: string[] = [];
    try {
      for await (const line of kindLogs(outside, source, { follow: false, lines: 5_000 }, task))
        lines.push(redact(line));
    } catch (error) {
      task.signal.throwIfAborted();
      lines.push(redact(`(not readable: ${error instanceof Error ? error.message : error})`));
    }
    await writeFile(join(directory, `${source}.log`), `${lines.join("\n")}\n`);
  }
}
