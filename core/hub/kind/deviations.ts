import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import type { Deviation } from "../../image/index.ts";

const deviationList = z.object({
  deviations: z.array(z.object({ subject: z.string(), production: z.string(), here: z.string(), reason: z.string() })),
});

/** What hub-values/kind.yaml changes of production, line by line, with the reasons that hub-values/deviations.yaml gives. */
export async function readDeviations(folder: string): Promise<Deviation[]> {
  return deviationList.parse(parse(await readFile(join(folder, "deviations.yaml"), "utf8"))).deviations;
}
