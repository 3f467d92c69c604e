import { z } from "zod";
import { createProgram } from "../cli/program.ts";
import type { Shell } from "../cli/shell.ts";
import { settingsSchema } from "../core/course/settings-schema.ts";
import { cliReference } from "./cli-reference.ts";
import { errorReference } from "./error-reference.ts";
import { ruleReference } from "./rule-reference.ts";

/** Every generated file, by its path in the project; a test compares them with what is checked in. */
export function documents(): Record<string, string> {
  return {
    "docs/cli.md": cliReference(createProgram(nowhere)),
    "docs/errors.md": errorReference(),
    "docs/rules.md": ruleReference(),
    "nbdev.schema.json": `${JSON.stringify(z.toJSONSchema(settingsSchema, { io: "input" }), undefined, 2)}\n`,
  };
}

/** Commands are only described here, never run; the width is the documents'. */
const nowhere: Shell = {
  stdin: {},
  stdout: { columns: 100, write: () => true },
  stderr: { columns: 100, write: () => true },
  env: {},
  platform: "linux",
  workingDirectory: "/",
  version: "",
  signal: new AbortController().signal,
  loadNbdev: () => Promise.reject(new Error("documents run no command")),
  openBrowser: () => Promise.resolve(false),
  chooseNotebook: () => Promise.resolve(undefined),
  endWith: () => undefined,
};
