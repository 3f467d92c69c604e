import { z } from "zod";
import { parseSize } from "./size.ts";

const size = z
  .union([z.string(), z.int()])
  .transform((text, context) => {
    const bytes = parseSize(String(text));
    if (bytes === undefined) context.addIssue({ code: "custom", message: 'write a size such as "4G" or "512M"' });
    return bytes ?? z.NEVER;
  })
  .optional();

/** nbdev.yaml: all of it optional, and nothing else allowed. What each setting is for stands in `settings-template.ts`. */
export const settingsSchema = z.strictObject({
  course: z.string().optional(),
  notebook: z.string().optional(),
  image: z.strictObject({ repository: z.string().min(1).optional() }).prefault({}),
  limits: z
    .strictObject({ memory: size, memoryGuarantee: size, cpuGuarantee: z.number().positive().optional() })
    .refine(({ memory, memoryGuarantee }) => (memoryGuarantee ?? 0) <= (memory ?? Number.POSITIVE_INFINITY), {
      path: ["memoryGuarantee"],
      message: "it is more than limits.memory",
    })
    .prefault({}),
  hub: z
    .strictObject({
      runtime: z.enum(["kind", "process", "auto"]).optional(),
      port: z.int().min(1).max(65_535).optional(),
      platform: z.enum(["linux/amd64", "linux/arm64"]).optional(),
    })
    .prefault({}),
  check: z
    .strictObject({ severity: z.record(z.string(), z.enum(["off", "information", "warning", "error"])).prefault({}) })
    .prefault({}),
});

/** Settings that only a flag or the environment may set, by the key that somebody would try in nbdev.yaml. */
export const machineSettings: ReadonlyMap<string, string> = new Map([
  ["hub.chart", "--chart or NBDEV_CHART"],
  ["hub.nodeImage", "--node-image or NBDEV_NODE_IMAGE"],
  ["hub.registryImage", "--registry-image or NBDEV_REGISTRY_IMAGE"],
  ["hub.values", "--values or NBDEV_VALUES"],
  ["hub.database", "--database or NBDEV_DATABASE"],
  ["hub.caBundle", "--ca-bundle or NBDEV_CA_BUNDLE"],
]);
