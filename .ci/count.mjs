// Adds up what the suites of .ci/run wrote and prints the closing line; exits 1 where something failed or was skipped in CI.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const folder = process.argv[2];
const total = { passed: 0, failed: 0, skipped: 0 };
for (const name of readdirSync(folder)) {
  const text = readFileSync(join(folder, name), "utf8");
  if (name.endsWith(".json")) {
    const { numPassedTests, numFailedTests, numPendingTests, numFailedTestSuites } = JSON.parse(text);
    total.passed += numPassedTests;
    total.failed += Math.max(numFailedTests, numFailedTestSuites > 0 ? 1 : 0);
    total.skipped += numPendingTests;
  } else {
    const count = (attribute) => Number(new RegExp(`<testsuite [^>]*\\b${attribute}="(\\d+)"`).exec(text)?.[1] ?? 0);
    const failed = count("failures") + count("errors");
    total.passed += count("tests") - failed - count("skipped");
    total.failed += failed;
    total.skipped += count("skipped");
  }
}
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 || (process.env.CI === "true" && total.skipped > 0) ? 1 : 0;
