import { execFileSync } from "node:child_process";

/** Why a suite on kind cannot run here; undefined: it can. Under CI a missing component is a failure, not a skip. */
export function whyNoKind(): string | undefined {
  const missing = missingComponent();
  if (missing !== undefined && process.env.CI === "true") throw new Error(`CI must have the test bed: ${missing}`);
  return missing;
}

function missingComponent(): string | undefined {
  if (process.env.NBDEV_CHART === undefined) return 'no chart: eval "$(test/testbed/testbed up)"';
  try {
    execFileSync("docker", ["info"], { stdio: "ignore" });
    return undefined;
  } catch {
    return "no Docker engine answers";
  }
}
