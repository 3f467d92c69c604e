import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache");

/** Where `test/extension/host/install` puts VS Code, outside the repository; the same rule as there. */
export const hostDirectory = process.env.NBDEV_VSCODE_HOST ?? join(cache, "nbdev-vscode-host");

export const codeServerEntry = join(hostDirectory, "node_modules/code-server/out/node/entry.js");

export const chromiumExecutable = process.env.NBDEV_CHROMIUM ?? "/usr/bin/chromium";

/** Why nothing can be shown in a real VS Code here, or undefined where it can. */
export function missingHost(): string | undefined {
  const missing = [join(hostDirectory, "ready"), chromiumExecutable].find((file) => !existsSync(file));
  return missing === undefined ? undefined : `${missing} is missing: run test/extension/host/install`;
}
