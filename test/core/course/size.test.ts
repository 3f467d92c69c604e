import { describe, expect, it } from "vitest";
import { formatSize, parseSize } from "../../../core/course/index.ts";

describe("sizes", () => {
  it.each([
    ["4G", 4_294_967_296],
    ["512M", 536_870_912],
    ["1.5G", 1_610_612_736],
    ["64K", 65_536],
    ["1000", 1000],
  ])("reads %s as production's spawner does", (text, bytes) => {
    expect(parseSize(text)).toBe(bytes);
  });

  it.each(["", "G", "4GB", "4 G", "-1G", "0", "4g", "1e9", "9999999999T", "4Gi"])("refuses %j", (text) => {
    expect(parseSize(text)).toBeUndefined();
  });

  it.each(["4G", "512M", "1536M", "1000", "3K"])("writes %s as it was", (text) => {
    expect(formatSize(parseSize(text) ?? 0)).toBe(text);
  });
});
