import { checkErrors } from "./catalogue/check.ts";
import { clusterErrors } from "./catalogue/cluster.ts";
import { courseErrors } from "./catalogue/course.ts";
import { engineErrors } from "./catalogue/engine.ts";
import { hubErrors } from "./catalogue/hub.ts";
import { imageErrors } from "./catalogue/image.ts";
import { processErrors } from "./catalogue/process.ts";
import { toolErrors } from "./catalogue/tool.ts";
import type { ErrorEntry } from "./entry.ts";

/** Every error that a user can meet, in the order of the stack: course, check, tools, engine, image, cluster, hub, process. */
export const catalogue = {
  ...courseErrors,
  ...checkErrors,
  ...toolErrors,
  ...engineErrors,
  ...imageErrors,
  ...clusterErrors,
  ...hubErrors,
  ...processErrors,
};

export type ErrorCode = keyof typeof catalogue;

/** What a thrower of this code must know. */
export type ErrorFacts<Code extends ErrorCode> =
  (typeof catalogue)[Code] extends ErrorEntry<infer Facts> ? Facts : never;
