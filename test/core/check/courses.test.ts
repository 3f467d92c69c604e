import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DiskCourseFiles } from "../../../core/adapters/course-files.ts";
import { check, type Diagnostic } from "../../../core/check/index.ts";
import { unattendedTask } from "../../../core/progress/index.ts";
import { noCommands } from "../../support/commands.ts";
import { temporaryDirectory } from "../../support/directory.ts";
import { parseTxtar } from "../../support/txtar.ts";

const folder = join(import.meta.dirname, "../../fixtures/check/courses");
const names = readdirSync(folder).filter((name) => name.endsWith(".txtar"));

/**
 * Broken courses, each with the diagnosis it must get, in `<name>.golden`. A missing golden file fails: write it by hand,
 * or take what the failure prints after reading every line of it.
 */
describe("broken courses", () => {
  it("are sixty or more", () => expect(names.length).toBeGreaterThanOrEqual(60));

  it.each(names)("%s", async (name) => {
    const directory = await temporaryDirectory(parseTxtar(readFileSync(join(folder, name), "utf8")).files);
    const { diagnostics } = await check(
      { directory },
      { files: new DiskCourseFiles(), commands: noCommands },
      unattendedTask(),
    );
    const golden = readFileSync(join(folder, name.replace(/txtar$/, "golden")), "utf8");
    expect(diagnostics.map(line).join("")).toBe(golden);
  });
});

function line({ severity, code, path, cell, range, message }: Diagnostic): string {
  const { start, end } = range;
  const place = `${start.line + 1}:${start.character + 1}-${end.line + 1}:${end.character + 1}`;
  return `${severity} ${code} ${path}${cell === undefined ? "" : `#${cell.index}`}:${place} ${message}\n`;
}
