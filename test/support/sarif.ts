import { z } from "zod";

/**
 * The part of SARIF 2.1.0 (OASIS, sarif-schema-2.1.0.json) that nbdev writes, with what the standard demands of each
 * property; another property fails. The whole schema is not ours to check in: `npm run test:network` holds the log
 * against that.
 */
const text = z.string().min(1);
/** RFC 3986: only its characters, and % only before two digits. */
const uriReference = z.string().regex(/^(?:[\w\-.~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*$/);
const level = z.enum(["none", "note", "warning", "error"]);
const message = z.strictObject({ text });
const reportingDescriptor = z.strictObject({
  id: text,
  name: text,
  shortDescription: message,
  fullDescription: message,
  help: message,
  defaultConfiguration: z.strictObject({ level }),
});
const region = z
  .strictObject({
    startLine: z.int().min(1),
    startColumn: z.int().min(1),
    endLine: z.int().min(1),
    endColumn: z.int().min(1),
  })
  .refine((at) => at.endLine > at.startLine || (at.endLine === at.startLine && at.endColumn >= at.startColumn));
const location = z.strictObject({
  physicalLocation: z.strictObject({
    artifactLocation: z.strictObject({ uri: uriReference }),
    region: region.optional(),
  }),
  logicalLocations: z
    .array(z.strictObject({ name: text, kind: z.literal("object"), fullyQualifiedName: text }))
    .optional(),
});
const result = z.strictObject({
  ruleId: text,
  ruleIndex: z.int().min(0).optional(),
  level,
  message,
  locations: z.array(location).length(1),
});
const run = z
  .strictObject({
    tool: z.strictObject({
      driver: z.strictObject({ name: text, version: text, rules: z.array(reportingDescriptor) }),
    }),
    columnKind: z.enum(["utf16CodeUnits", "unicodeCodePoints"]),
    results: z.array(result),
  })
  .refine(({ tool, results }) =>
    results.every(({ ruleId, ruleIndex }) =>
      ruleIndex === undefined ? true : tool.driver.rules[ruleIndex]?.id === ruleId,
    ),
  )
  .refine(({ tool }) => new Set(tool.driver.rules.map(({ id }) => id)).size === tool.driver.rules.length);

export const sarifLog = z.strictObject({
  $schema: z.url(),
  version: z.literal("2.1.0"),
  runs: z.array(run).length(1),
});
