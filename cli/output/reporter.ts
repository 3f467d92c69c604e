import type { ProgressEvent } from "../../core/index.ts";

/** Shows a stream of progress events to somebody; `end` gives the terminal back, and may be called at any moment. */
export interface Reporter {
  event(event: ProgressEvent): void;
  end(): Promise<void>;
}
