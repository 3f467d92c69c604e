import { posix } from "node:path";
import { PassThrough } from "node:stream";
import { text as readText } from "node:stream/consumers";
import type Docker from "dockerode";
import { pack } from "tar-stream";
import { z } from "zod";
import { pasteable } from "../../command/index.ts";
import { NbdevError } from "../../errors/index.ts";
import type { NodeContainer, NodeContainers } from "../../hub/kind/node-container.ts";
import type { TaskContext } from "../../progress/index.ts";
import { answered, orUndefined } from "./answer.ts";
import { demultiplex } from "./demultiplex.ts";

/** kind's node, as the engine sees it. */
export class DockerNodeContainers implements NodeContainers {
  readonly #docker: Docker;

  constructor(docker: Docker) {
    this.#docker = docker;
  }

  async find(name: string, task: TaskContext): Promise<NodeContainer | undefined> {
    task.signal.throwIfAborted();
    const found = await orUndefined(this.#docker.getContainer(name).inspect(), "a look at the node", task);
    if (found === undefined) return undefined;
    const bindings = portBindings.parse(found.HostConfig.PortBindings ?? {});
    return {
      name,
      running: found.State.Running,
      image: found.Config.Image,
      mounts: found.Mounts.map(({ Destination }) => Destination),
      hostPort: (port) => bindings[`${port}/tcp`]?.[0]?.HostPort,
    };
  }

  async start(name: string, task: TaskContext): Promise<void> {
    await answered(this.#docker.getContainer(name).start(), "the start of the node", task);
  }

  async stop(name: string, task: TaskContext): Promise<void> {
    await answered(this.#docker.getContainer(name).stop({ t: 10 }), "the stop of the node", task);
  }

  async execute(name: string, command: readonly string[], task: TaskContext): Promise<string> {
    const line = pasteable({ program: "docker", args: ["exec", name, ...command] });
    task.progress({ type: "command", line });
    const container = this.#docker.getContainer(name);
    const asked = container.exec({ Cmd: [...command], AttachStdout: true, AttachStderr: true });
    const execution = await answered(asked, line, task);
    const multiplexed = await execution.start({ abortSignal: task.signal });
    const output = new PassThrough();
    demultiplex(this.#docker, multiplexed, output, output);
    const text = await readText(output);
    const { ExitCode } = await answered(execution.inspect(), line, task);
    if (ExitCode === 0) return text;
    const facts = { tool: command[0] ?? "", line, exitCode: ExitCode ?? undefined };
    throw new NbdevError("TOOL_FAILED", facts, { output: text.trim().split("\n").slice(-20) });
  }

  async writeFile(name: string, path: string, text: string, task: TaskContext): Promise<boolean> {
    const present = await this.execute(name, ["sh", "-c", 'cat "$0" 2>/dev/null || true', path], task);
    if (present === text) return false;
    await this.execute(name, ["mkdir", "-p", posix.dirname(path)], task);
    const archive = pack();
    archive.entry({ name: posix.basename(path), mode: 0o644 }, text);
    archive.finalize();
    const put = this.#docker
      .getContainer(name)
      .putArchive(archive.pipe(new PassThrough()), { path: posix.dirname(path) });
    await answered(put, `writing ${path} into the node`, task);
    return true;
  }
}

const portBindings = z.record(z.string(), z.array(z.object({ HostPort: z.coerce.number() })).nullable());
