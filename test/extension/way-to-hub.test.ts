import { describe, expect, it } from "vitest";
import { wayToHub } from "../../extension/way-to-hub.ts";

describe("the way to a local hub", () => {
  it.each([
    "http://127.0.0.1:8000/",
    "http://localhost:41234/",
    "http://[::1]:8000/",
  ])("is the editor's own: %s", (url) => {
    expect(wayToHub(url)).toBe("loopback");
  });

  it("is barred, with the reason, where a proxy puts a path before it", () => {
    const way = wayToHub("http://127.0.0.1:8080/proxy/8000/");
    expect(way).toHaveProperty("why", expect.stringContaining("below /proxy/8000/"));
    expect(wayToHub("https://public.example/proxy/8000/")).toHaveProperty("why");
  });

  it.each([
    ["https://me-8000.forwarded.example/", "https://me-8000.forwarded.example"],
    ["http://8000.forwarded.example:8080/", "http://8000.forwarded.example:8080"],
    ["https://localhost.forwarded.example/", "https://localhost.forwarded.example"],
  ])("is a public origin: %s", (url, origin) => {
    expect(wayToHub(url)).toEqual({ origin });
  });
});
