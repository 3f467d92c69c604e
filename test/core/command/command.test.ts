import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, it } from "vitest";
import { pasteable } from "../../../core/command/index.ts";

it("shows plain words as they are, and quotes the rest", () => {
  const command = { program: "kind", args: ["create", "it's", "", "a b"], env: { KUBECONFIG: "/a b" } };
  expect(pasteable(command)).toBe("KUBECONFIG='/a b' kind create 'it'\\''s' '' 'a b'");
});

it("means the same to a real shell, whatever is in the arguments", () => {
  const words = fc.array(
    fc.string({ unit: "binary" }).map((word) => word.replaceAll("\0", "")),
    { maxLength: 5 },
  );
  const print = "process.stdout.write(JSON.stringify(process.argv.slice(1)))";
  fc.assert(
    fc.property(words, (args) => {
      const line = pasteable({ program: process.execPath, args: ["-e", print, "--", ...args] });
      expect(JSON.parse(execFileSync("sh", ["-c", line], { encoding: "utf8" }))).toEqual(args);
    }),
    { numRuns: 15 },
  );
});
