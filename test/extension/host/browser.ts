import { chromium } from "playwright-core";
import { chromiumExecutable } from "./installation.ts";

/** Debian's Chromium without a window; `hosts` leads names, which may begin with `*.`, to addresses of this machine. */
export function launchBrowser({ hosts = {} }: { readonly hosts?: Readonly<Record<string, string>> } = {}) {
  const resolved = Object.entries(hosts)
    .map(([name, address]) => `MAP ${name} ${address}`)
    .join(", ");
  return chromium.launch({
    executablePath: chromiumExecutable,
    // Root, as in CI's containers, cannot use Chromium's sandbox; /dev/shm is small there.
    args: ["--no-sandbox", "--disable-dev-shm-usage", ...(resolved && [`--host-resolver-rules=${resolved}`])],
  });
}
