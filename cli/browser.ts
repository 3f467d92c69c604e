import type { Host } from "../core/index.ts";

type Open = (url: string, options?: { app: { name: string } }) => Promise<unknown>;

/**
 * Starts the person's browser: the first of BROWSER if it is set (`none`: no browser), else the desktop's. False where
 * there is no display or no such program.
 */
export async function openBrowser(
  url: string,
  { env, platform }: Pick<Host, "env" | "platform">,
  open?: Open,
): Promise<boolean> {
  const browser = env.BROWSER?.split(":")[0]?.trim() ?? "";
  if (browser === "none" || (browser === "" && !hasDisplay(env, platform))) return false;
  const start: Open = open ?? (await import("open")).default;
  try {
    await (browser === "" ? start(url) : start(url, { app: { name: browser } }));
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error) return false; // the program is not there, or may not be run
    throw error;
  }
}

function hasDisplay(env: Host["env"], platform: NodeJS.Platform): boolean {
  if (platform !== "linux") return true;
  return [env.DISPLAY, env.WAYLAND_DISPLAY, env.WSL_DISTRO_NAME].some((value) => value !== undefined && value !== "");
}
