import { type Browser, chromium } from "playwright-core";
import { chromiumExecutable } from "./installation.ts";

/** Debian's Chromium without a window; `hosts` are names that it looks up as this machine's loopback address. */
export function launchBrowser({ hosts = [] }: { readonly hosts?: readonly string[] } = {}): Promise<Browser> {
  const resolved = hosts.map((host) => `MAP ${host} 127.0.0.1`).join(", ");
  return chromium.launch({
    executablePath: chromiumExecutable,
    // Root, as in CI's containers, cannot use Chromium's sandbox; /dev/shm is small there.
    args: ["--no-sandbox", "--disable-dev-shm-usage", ...(resolved && [`--host-resolver-rules=${resolved}`])],
  });
}
