import { z } from "zod";

/** What a suite leaves behind: the extension host ends with it, so a file is its only way out. */
export const suiteResult = z.array(
  z.object({ name: z.string(), milliseconds: z.number(), error: z.string().optional() }),
);

export type SuiteResult = z.infer<typeof suiteResult>;
