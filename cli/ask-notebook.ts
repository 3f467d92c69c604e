import { once } from "node:events";
import type { Readable, Writable } from "node:stream";

/** The terminal that is asked, and the process whose Ctrl-C is one while the question takes the keys itself. */
interface Asked {
  readonly stdin: Readable;
  readonly stderr: Writable;
  emit(event: "SIGINT", signal: "SIGINT"): unknown;
}

const fileList = "";

/**
 * A person's choice among the course's notebooks; undefined for the file list. Esc and Ctrl-C are what Ctrl-C is
 * everywhere: the whole command ends with the signal's reason.
 */
export async function askNotebook(
  notebooks: readonly string[],
  asked: Asked,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { isCancel, select } = await import("@clack/prompts");
  const answer = await select({
    message: "Which notebook shall be opened?",
    options: [
      ...notebooks.map((notebook) => ({ value: notebook, label: notebook })),
      { value: fileList, label: "none of them: the file list" },
    ],
    input: asked.stdin,
    output: asked.stderr,
    maxItems: 15,
  });
  if (!isCancel(answer)) return answer === fileList ? undefined : answer;
  asked.emit("SIGINT", "SIGINT");
  if (!signal.aborted) await once(signal, "abort");
  throw signal.reason;
}
