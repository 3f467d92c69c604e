import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv-draft-04";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { rules, runChecks, toSarif } from "../../core/check/index.ts";
import { snapshotOfTexts } from "../../core/check/snapshot.ts";
import { productionCourses } from "../../core/production/courses.ts";
import { parseTxtar } from "../support/txtar.ts";

/**
 * The schema of SARIF 2.1.0 is not ours to check in: CI downloads it and names the file. Without it this is skipped, and
 * `formats.test.ts` alone holds the format.
 */
const schemaFile = process.env.NBDEV_SARIF_SCHEMA;
const folder = join(import.meta.dirname, "../fixtures/check/courses");

describe.skipIf(schemaFile === undefined)("against the schema of SARIF 2.1.0", () => {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats(ajv);
  const validate = ajv.compile(schemaFile === undefined ? {} : JSON.parse(readFileSync(schemaFile, "utf8")));

  it.each(readdirSync(folder).filter((name) => name.endsWith(".txtar")))("%s", (name) => {
    const { files } = parseTxtar(readFileSync(join(folder, name), "utf8"));
    const diagnostics = runChecks(snapshotOfTexts(files, { name: "uai_source-uai.9", production: productionCourses }));
    expect(validate(JSON.parse(toSarif(diagnostics, rules, "1.2.3"))) ? [] : validate.errors).toEqual([]);
  });
});
