import type { Host, TaskContext } from "../core/index.ts";

/** Opens a link in the user's browser; where there is none to be seen, says so instead of failing. */
export async function openInBrowser(url: string, host: Host, task: TaskContext): Promise<void> {
  const headless =
    host.platform === "linux" && !host.env.DISPLAY && !host.env.WAYLAND_DISPLAY && !host.env.WSL_DISTRO_NAME;
  if (headless || host.env.CI) {
    task.progress({ type: "note", message: "There is no browser to open here; use the link below." });
    return;
  }
  const { default: open } = await import("open");
  const child = await open(url);
  child.on("error", (error) =>
    task.progress({ type: "warning", message: `The browser did not open: ${error.message}` }),
  );
  child.unref();
}
