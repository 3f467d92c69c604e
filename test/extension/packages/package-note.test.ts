import { expect, it } from "vitest";
import { packageNote } from "../../../extension/packages/package-note.ts";

it("says what the last built image has of a package", () => {
  const note = (version: string | undefined) =>
    packageNote({ name: "numpy", version }, { builtAt: "2026-01-01T10:00:00Z" }, new Date("2026-01-01T12:30:00Z"));
  expect(note("1.26.4")).toBe("numpy 1.26.4 in the image built 2 h ago");
  expect(note(undefined)).toBe("numpy is not in the image built 2 h ago");
  expect(note("")).toBe("numpy is in the image built 2 h ago, which does not say its version");
});
