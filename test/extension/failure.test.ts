import { describe, expect, it } from "vitest";
import { knownError, NbdevError } from "../../core/index.ts";
import { commandIn, failureOf } from "../../extension/failure.ts";

const core = { knownError };

describe("an error in VS Code", () => {
  it("says what happened and what to do, and offers the command to paste", () => {
    const error = new NbdevError("HUB_CRASHING", { reason: "no database" }, { output: ["last line"] });
    expect(failureOf(error, core)).toEqual({
      message: "The hub keeps crashing: no database. Read its last lines with: nbdev logs hub",
      fix: "nbdev logs hub",
      notTrusted: false,
      details: [
        "HUB_CRASHING: The hub keeps crashing: no database.",
        "Read its last lines with: nbdev logs hub",
        "last line",
      ],
    });
  });

  it("knows a workspace that is not trusted", () => {
    const error = new NbdevError("WORKSPACE_NOT_TRUSTED", { what: "Open intro in local hub" });
    expect(failureOf(error, core)).toMatchObject({ notTrusted: true, fix: undefined });
  });

  it("says of anything else that it is a bug, with the stack for the log", () => {
    const { message, details } = failureOf(new TypeError("x is undefined\nmore"), core);
    expect(message).toContain("(x is undefined). Report it");
    expect(details[0]).toContain("failure.test.ts");
  });
});

describe("the command of a hint", () => {
  it.each([
    ["Start it: nbdev up", "nbdev up"],
    ["Join its group and log in again: sudo usermod -aG docker $USER", "sudo usermod -aG docker $USER"],
    ["Start Docker Desktop (or `sudo systemctl start docker`), or use `nbdev up`.", "sudo systemctl start docker"],
    [
      "Install it (Debian: sudo apt install python3 python3-venv; macOS: brew install python@3.12).",
      "sudo apt install python3 python3-venv",
    ],
    ["Correct that line; `nbdev init --print` shows every setting.", "nbdev init --print"],
  ])("of %j", (hint, command) => expect(commandIn(hint)).toBe(command));

  it("is none where a person must think", () => {
    expect(commandIn("Rename the file: letters, digits and spaces, ending in .ipynb.")).toBeUndefined();
  });
});
