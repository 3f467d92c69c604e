import { execa, type ResultPromise } from "execa";
import { type Command, type CommandResult, type CommandRunner, pasteable, type RunOptions } from "../command/index.ts";
import { NbdevError } from "../errors/index.ts";
import type { Host } from "../host.ts";
import type { TaskContext } from "../progress/index.ts";

const inheritedVariables =
  /^(PATH|HOME|USER|LOGNAME|LANG|LC_\w+|TZ|TMPDIR|TERM|XDG_\w+|HTTPS?_PROXY|NO_PROXY|ALL_PROXY|https?_proxy|no_proxy|all_proxy|SSL_CERT_(FILE|DIR)|REQUESTS_CA_BUNDLE|PIP_\w+|UV_\w+|NODE_EXTRA_CA_CERTS|DOCKER_(HOST|CONTEXT|CONFIG|CERT_PATH|TLS_VERIFY)|BUILDX_(BUILDER|CONFIG))$/;
const graceMilliseconds = 5_000;

/** Child processes by execa, with an environment that carries no credentials of the user. */
export class ProcessRunner implements CommandRunner {
  readonly #host: Pick<Host, "env">;

  constructor(host: Pick<Host, "env">) {
    this.#host = host;
  }

  async run(command: Command, task: TaskContext, options: RunOptions = {}): Promise<CommandResult> {
    const result = await this.attempt(command, task, options);
    if (result.exitCode === 0) return result;
    const output = `${result.stdout}\n${result.stderr}`.trim().split("\n").slice(-20);
    const facts = { tool: command.program, line: pasteable(command), exitCode: result.exitCode };
    throw new NbdevError("TOOL_FAILED", facts, { output });
  }

  async attempt(command: Command, task: TaskContext, options: RunOptions = {}): Promise<CommandResult> {
    task.signal.throwIfAborted();
    task.progress({ type: "command", line: pasteable(command) });
    const child = execa(command.program, command.args, {
      cwd: command.cwd,
      input: command.stdin ?? "",
      all: true,
      env: { ...scrubbed(this.#host.env), ...command.env },
      extendEnv: false,
      reject: false,
      detached: true, // a process group of its own: the terminal's Ctrl-C reaches it only through the signal
    });
    const end = () => endGroup(child);
    task.signal.addEventListener("abort", end, { once: true });
    try {
      if (options.onLine !== undefined) await forward(child, options.onLine);
      const result = await child;
      task.signal.throwIfAborted();
      if (result.exitCode === undefined) throw startFailure(command, result);
      return { stdout: result.stdout, stderr: result.stderr, exitCode: result.exitCode };
    } finally {
      task.signal.removeEventListener("abort", end);
    }
  }
}

/** The part of an environment that programs need and that holds nobody's credentials. */
export function scrubbed(env: Host["env"]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter(
      (pair): pair is [string, string] => pair[1] !== undefined && inheritedVariables.test(pair[0]),
    ),
  );
}

async function forward(child: ResultPromise, onLine: (line: string) => void): Promise<void> {
  for await (const line of child.iterable({ from: "all" })) onLine(String(line));
}

function endGroup(child: ResultPromise): void {
  const { pid } = child;
  if (pid === undefined) return;
  const send = (signal: NodeJS.Signals) => {
    try {
      process.kill(-pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  };
  send("SIGTERM");
  const last = setTimeout(() => send("SIGKILL"), graceMilliseconds);
  const clear = () => clearTimeout(last);
  child.then(clear, clear);
}

function startFailure(command: Command, result: { signal?: string | undefined; shortMessage?: string }): Error {
  const reason =
    result.signal === undefined ? (result.shortMessage ?? "it could not be started") : `ended by ${result.signal}`;
  const facts = { tool: command.program, line: pasteable(command), exitCode: undefined };
  return new NbdevError("TOOL_FAILED", facts, { output: [reason] });
}
