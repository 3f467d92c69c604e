import { mkdir, open, readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { NbdevError } from "../../errors/index.ts";
import type { TaskContext } from "../../progress/index.ts";
import type { LogSource } from "../runtime.ts";
import { allLines, exists } from "./log-file.ts";

const files: Readonly<Record<Exclude<LogSource, "user">, string>> = {
  hub: "hub.log",
  proxy: "proxy.log",
  cluster: "supervisor.log",
};

/** The lines of one source; of learners' servers the newest one's. Throws HUB_NOT_RUNNING where there is none. */
export async function* processLogs(
  folder: string,
  source: LogSource,
  options: { follow: boolean; lines: number },
  task: TaskContext,
): AsyncIterable<string> {
  const file = source === "user" ? await newestServerLog(folder) : join(folder, files[source]);
  if (file === undefined || !(await exists(file))) {
    throw new NbdevError("HUB_NOT_RUNNING", { what: `nbdev logs ${source}` });
  }
  let { size } = await stat(file);
  yield* (await allLines(file)).slice(-options.lines);
  while (options.follow) {
    await delay(500, undefined, { signal: task.signal });
    const added = await textAfter(file, size);
    const whole = added.slice(0, added.lastIndexOf("\n") + 1);
    size += Buffer.byteLength(whole);
    if (whole !== "") yield* whole.trimEnd().split("\n");
  }
}

/** One file a source and one a learner's server, without the secrets. */
export async function exportProcessLogs(folder: string, directory: string, secrets: readonly string[]): Promise<void> {
  await mkdir(directory, { recursive: true });
  const servers = (await serverLogs(folder)).map((name) => [join(folder, "logs", name), `user-${name}`] as const);
  const others = Object.values(files).map((name) => [join(folder, name), name] as const);
  for (const [file, name] of [...others, ...servers]) {
    const text = (await allLines(file)).join("\n");
    const safe = secrets.reduce((all, secret) => all.replaceAll(secret, "[secret]"), text);
    await writeFile(join(directory, name), `${safe}\n`);
  }
}

export function serverLog(folder: string, user: string): string {
  return join(folder, "logs", `${user}.log`);
}

async function serverLogs(folder: string): Promise<string[]> {
  return (await exists(join(folder, "logs"))) ? readdir(join(folder, "logs")) : [];
}

async function newestServerLog(folder: string): Promise<string | undefined> {
  const logs = (await serverLogs(folder)).map((name) => join(folder, "logs", name));
  const dated = await Promise.all(logs.map(async (file) => ({ file, time: (await stat(file)).mtimeMs })));
  return dated.sort((a, b) => b.time - a.time)[0]?.file;
}

async function textAfter(file: string, position: number): Promise<string> {
  const opened = await open(file);
  try {
    const { size } = await opened.stat();
    const buffer = Buffer.alloc(Math.max(0, size - position));
    const { bytesRead } = await opened.read(buffer, 0, buffer.length, position);
    return buffer.toString("utf8", 0, bytesRead);
  } finally {
    await opened.close();
  }
}
