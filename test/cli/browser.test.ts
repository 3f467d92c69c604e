import { describe, expect, it, vi } from "vitest";
import { openBrowser } from "../../cli/browser.ts";

describe("openBrowser", () => {
  const open = vi.fn(async (..._words: unknown[]) => undefined);

  it.each([
    ["no display", {}],
    ["BROWSER=none", { BROWSER: "none", DISPLAY: ":0" }],
  ])("starts nothing with %s", async (_title, env) => {
    expect(await openBrowser("http://link", { env, platform: "linux" }, open)).toBe(false);
    expect(open).not.toHaveBeenCalled();
  });

  it("starts the desktop's browser, or the one that BROWSER names", async () => {
    expect(await openBrowser("http://link", { env: { DISPLAY: ":0" }, platform: "linux" }, open)).toBe(true);
    expect(await openBrowser("http://link", { env: {}, platform: "darwin" }, open)).toBe(true);
    expect(await openBrowser("http://link", { env: { BROWSER: "firefox:chromium" }, platform: "linux" }, open)).toBe(
      true,
    );
    expect(open.mock.calls).toEqual([["http://link"], ["http://link"], ["http://link", { app: { name: "firefox" } }]]);
  });

  it("says so where the program is not there", async () => {
    expect(await openBrowser("http://link", { env: { BROWSER: "/none/such" }, platform: "linux" })).toBe(false);
  });
});
