import { NbdevError } from "../../errors/index.ts";

/**
 * Why a learner's server cannot come up, from the hub's lines about its user (the wordings of JupyterHub 5.5,
 * jupyterhub/user.py) and the server's own last lines; undefined while it still may.
 */
export function serverTrouble(hubLines: readonly string[], output: readonly string[]): NbdevError | undefined {
  const reference = hubLines.map((line) => /IMAGE_NOT_DELIVERED (\S+)/.exec(line)?.[1]).findLast(Boolean);
  if (reference !== undefined) {
    const course = reference.split(":").at(-1) ?? "";
    const production = `production would start ${reference}`;
    return new NbdevError("IMAGE_NOT_DELIVERED", { reference, course, production });
  }
  const failure = hubLines.findLast((line) =>
    /Unhandled error starting|failed to start|server never started/.test(line),
  );
  if (failure === undefined) return undefined;
  const reason = output.at(-1)?.trim() || failure.replace(/^\[[^\]]*\]\s*/, "");
  return new NbdevError("SERVER_CRASHED", { reason, exitCode: undefined }, { output });
}
