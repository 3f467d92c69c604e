import { describe, it } from "vitest";
import { missingHost } from "./installation.ts";
import { runSuite, type SuiteRequest } from "./run-suite.ts";

/** Registers what needs a real VS Code; without one it is skipped with the reason, and fails in CI. */
export function describeInVsCode(name: string, body: () => void | Promise<void>): void {
  const missing = missingHost();
  describe(name, async () => {
    if (missing === undefined) await body();
    else if (process.env.CI === "true") {
      it("runs in a real VS Code", () => {
        throw new Error(missing);
      });
    } else it.skip(missing); // the reason is its name; under CI=true the same is a failure, above
  });
}

/** One test for each of the suite's own; the suite runs while they are collected, since only its result names them. */
export function describeSuite(name: string, request: () => SuiteRequest | Promise<SuiteRequest>): void {
  describeInVsCode(name, async () => {
    const result = await runSuite(await request());
    if (result.length === 0) throw new Error(`${name} has no tests`);
    for (const { name: test, error } of result) {
      it(test, () => {
        if (error !== undefined) throw new Error(error);
      });
    }
  });
}
