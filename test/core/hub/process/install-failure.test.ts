import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { installFailure } from "../../../../core/hub/process/install-failure.ts";

const fixtures = new URL("../../../fixtures/pip/", import.meta.url);
const recorded = (name: string) =>
  readFileSync(new URL(`${name}.txt`, fixtures), "utf8")
    .trim()
    .split("\n");

describe("what a failed pip install said (recorded with pip 23.2 and 26.3)", () => {
  const requirements = [
    { name: "humanize", file: "requirements.txt", line: 2 },
    { name: "nbdev-no-such-package-7f3a", file: "sub/more.txt", line: 1 },
    { name: "needs-nothing-real", file: "Dockerfile", line: 9 },
    { name: "six", file: "constraints.txt", line: 4 },
    { name: "./broken", file: "local.txt", line: 1 },
  ];
  const messageOf = (name: string) => {
    const error = installFailure(recorded(name), { line: 7, requirements });
    expect(error.code).toBe("REQUIREMENT_NOT_INSTALLABLE");
    return error.message.replace(" cannot be installed:", "");
  };

  it.each([
    [
      "no-such-package",
      "nbdev-no-such-package-7f3a==1.0 (sub/more.txt:1, by Dockerfile:7) the package index has nothing of that name for this Python.",
    ],
    [
      "no-such-version",
      "humanize==99.0 (requirements.txt:2, by Dockerfile:7) the package index has no such version for this Python.",
    ],
    [
      "dependency-missing",
      "nbdev-no-such-package-7f3a>=2 (sub/more.txt:1, by Dockerfile:7) the package index has nothing of that name for this Python; needs-nothing-real needs it.",
    ],
    ["invalid", "not a requirement (invalid.txt:2, by Dockerfile:7) pip cannot read it."],
    ["invalid-26", "not a requirement (invalid.txt:2, by Dockerfile:7) pip cannot read it."],
    ["invalid-option", "--no-such-option x (Dockerfile:7) pip cannot read it."],
    ["no-such-file", "gone.txt (Dockerfile:7) there is no such file in the course directory."],
    [
      "conflict",
      "humanize<4 and humanize>=4.10 (requirements.txt:2, by Dockerfile:7) it contradicts the others (The user requested humanize>=4.10; The user requested humanize<4).",
    ],
    [
      "conflict-with-dependency",
      "six==1.4 (constraints.txt:4, by Dockerfile:7) it contradicts the others (The user requested six==1.4; python-dateutil 2.9.0 depends on six>=1.5).",
    ],
    ["hash", "humanize==4.12.3 (hash.txt:1, by Dockerfile:7) its file has another hash."],
    ["build-failed", "./broken (local.txt:1, by Dockerfile:7) it could not be built."],
    ["build-failed-26", "./broken (local.txt:1, by Dockerfile:7) it could not be built."],
  ])("%s", (name, message) => {
    expect(messageOf(name)).toBe(message);
  });

  it("an unreachable index is no fault of a requirement", () => {
    for (const name of ["no-network", "no-proxy"]) {
      expect(installFailure(recorded(name), { line: 7, requirements }).code).toBe("PYPI_UNREACHABLE");
    }
  });

  it("a URL out of reach is one, and so is what pip found at its second try", () => {
    expect(messageOf("url-out-of-reach")).toMatch(/^humanize@ https:\/\/127.0.0.1:9\/humanize.zip \(url.txt:1/);
    const [retried = ""] = recorded("no-network");
    const output = [retried, ...recorded("no-such-version")];
    expect(installFailure(output, { line: 7, requirements }).code).toBe("REQUIREMENT_NOT_INSTALLABLE");
  });

  it("says pip's own words where it knows no better, and keeps its last lines", () => {
    const error = installFailure(["ERROR: Cannot find command 'git'."], { line: 3, requirements: [] });
    expect(error.message).toBe("What is asked for (Dockerfile:3) cannot be installed: Cannot find command 'git'.");
    expect(error.output).toEqual(["ERROR: Cannot find command 'git'."]);
  });
});
