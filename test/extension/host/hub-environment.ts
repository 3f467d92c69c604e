import { join } from "node:path";
import { isolatedEnvironment } from "../../support/cli.ts";
import { hostDirectory } from "./installation.ts";

/** A hub of the test's own. Python environments are kept from run to run, as they are from day to day for an author. */
export function hubEnvironment(): Record<string, string> {
  return { ...isolatedEnvironment(), NBDEV_CACHE_DIR: join(hostDirectory, "nbdev-cache") };
}
