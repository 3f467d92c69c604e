import { PassThrough, type Readable } from "node:stream";
import { text } from "node:stream/consumers";
import type Docker from "dockerode";
import type { ImageReader, PythonRun } from "../../check/image/image-contents.ts";
import type { TaskContext } from "../../progress/index.ts";
import { orUndefined } from "./answer.ts";
import { demultiplex } from "./demultiplex.ts";
import { connectionError, type Engine } from "./engine.ts";

const longestMilliseconds = 120_000;

/** Looks into images by a container of each: no network, no privileges, removed whatever happens. */
export class DockerImageReader implements ImageReader {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  async idOf(reference: string, task: TaskContext): Promise<string | undefined> {
    return (await orUndefined(this.#engine.docker.getImage(reference).inspect(), "a look at the image", task))?.Id;
  }

  async runPython(imageId: string, program: string, task: TaskContext): Promise<PythonRun> {
    task.signal.throwIfAborted();
    const container = await this.#create(imageId, program);
    const signal = AbortSignal.any([task.signal, AbortSignal.timeout(longestMilliseconds)]);
    const end = () => void container.kill().catch(() => undefined); // its output then ends
    signal.addEventListener("abort", end, { once: true });
    try {
      const run = await readRun(container, this.#engine.docker);
      task.signal.throwIfAborted();
      return run;
    } catch (error) {
      task.signal.throwIfAborted();
      if ((error as { statusCode?: number }).statusCode === undefined)
        throw connectionError(error, this.#engine.endpoint);
      throw error;
    } finally {
      signal.removeEventListener("abort", end);
      await container.remove({ force: true, v: true }).catch(() => undefined);
    }
  }

  /** The image's own entry point, which may start a server, is left out. */
  #create(imageId: string, program: string): Promise<Docker.Container> {
    return this.#engine.docker.createContainer({
      Image: imageId,
      Entrypoint: ["python3"],
      Cmd: ["-c", program],
      Env: ["PYTHONWARNINGS=ignore"],
      NetworkDisabled: true,
      HostConfig: { NetworkMode: "none", CapDrop: ["ALL"], SecurityOpt: ["no-new-privileges"], PidsLimit: 64 },
      Labels: { "dev.nbdev.owner": "image-contents" },
    });
  }
}

async function readRun(container: Docker.Container, docker: Docker): Promise<PythonRun> {
  const isStarted = await orNotFound(container.start());
  if (!isStarted) return { stdout: "", stderr: "", exitCode: undefined };
  const { StatusCode } = await container.wait(); // first: a log that is followed may end before the last lines
  const logs = await container.logs({ follow: true, stdout: true, stderr: true });
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  demultiplex(docker, logs as Readable, stdout, stderr);
  const [out, err] = await Promise.all([text(stdout), text(stderr)]);
  return { stdout: out, stderr: err, exitCode: StatusCode };
}

/** False where the image lacks the program: the engine then answers 400 or 404 with runc's words. */
async function orNotFound(start: Promise<unknown>): Promise<boolean> {
  try {
    await start;
    return true;
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    if (/executable file not found|no such file or directory/.test(said)) return false;
    throw error;
  }
}
