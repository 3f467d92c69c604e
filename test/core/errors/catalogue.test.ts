import { describe, expect, it } from "vitest";
import { catalogue, isNbdevError, NbdevError } from "../../../core/index.ts";

describe("the catalogue", () => {
  it.each(Object.keys(catalogue))("%s is a name for scripts and says when it happens", (code) => {
    expect(code).toMatch(/^[A-Z]+(_[A-Z]+)*$/);
    expect(catalogue[code as keyof typeof catalogue].when).toMatch(/^[a-zA-Z].*[^.]$/);
  });
});

describe("NbdevError", () => {
  it("makes message and hint of its facts, and keeps cause and output", () => {
    const cause = new Error("EADDRINUSE");
    const error = new NbdevError("PORT_TAKEN", { port: 8000, what: "the hub" }, { cause, output: ["line"] });
    expect(error).toMatchObject({ name: "NbdevError", code: "PORT_TAKEN", cause, output: ["line"] });
    expect(error.message).toBe("Port 8000 of this machine, needed for the hub, is taken.");
    expect(error.hint).toContain("nbdev up --port 8001");
    expect([isNbdevError(error), isNbdevError(error, "PORT_TAKEN"), isNbdevError(error, "DISK_FULL")]).toEqual([
      true,
      true,
      false,
    ]);
    expect(isNbdevError(cause)).toBe(false);
  });
});
