import { type Browser, chromium } from "playwright-core";
import { chromiumExecutable } from "./installation.ts";

/** Debian's Chromium without a window. */
export function launchBrowser(): Promise<Browser> {
  // Root, as in CI's containers, cannot use Chromium's sandbox; /dev/shm is small there.
  return chromium.launch({ executablePath: chromiumExecutable, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
}
