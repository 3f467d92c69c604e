import type { ProgressEvent } from "../../core/index.ts";

/** Shows a task's progress on stderr; one for each kind of reader. */
export interface Reporter {
  event(event: ProgressEvent): void;
  /** Leaves the terminal as it was, whatever had happened. */
  end(): Promise<void>;
}

/** One JSON object a line, for scripts and the editor. */
export function jsonReporter(write: (line: string) => void): Reporter {
  return { event: (event) => write(JSON.stringify(event)), end: async () => undefined };
}

/** Plain lines, for logs and pipes; the output of tools only where it was asked for. */
export function plainReporter(write: (line: string) => void, verbose: boolean): Reporter {
  const titles = new Map<string, string>();
  const show = (event: ProgressEvent): string | undefined => {
    switch (event.type) {
      case "plan":
        for (const { id, title } of event.steps) titles.set(id, title);
        return undefined;
      case "step-started":
        return `… ${event.title}`;
      case "step-done":
        return `✓ ${titles.get(event.step) ?? event.step} (${event.seconds.toFixed(1)} s${event.detail ? `, ${event.detail}` : ""})`;
      case "step-failed":
        return `✗ ${titles.get(event.step) ?? event.step}`;
      case "step-skipped":
        return `- ${titles.get(event.step) ?? event.step}: ${event.reason}`;
      case "step-output":
        return verbose ? `  ${event.line}` : undefined;
      case "note":
        return event.message;
      case "warning":
        return `warning: ${event.message}`;
      case "command":
        return verbose ? `$ ${event.line}` : undefined;
      case "step-progress":
        return undefined;
    }
  };
  const event = (each: ProgressEvent) => {
    const line = show(each);
    if (line !== undefined) write(line);
  };
  return { event, end: async () => undefined };
}
