import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isMap, parse, parseDocument, stringify } from "yaml";
import { z } from "zod";
import type { Course } from "../../course/course.ts";
import { NbdevError } from "../../errors/index.ts";
import type { Chart } from "./chart.ts";

/** What nbdev keeps in the release's values under `custom.nbdev`; the chart stores them in the Secret `hub`. */
export const nbdevValues = z.object({
  /** Of everything that was asked for; the same fingerprint means that nothing has to change. */
  fingerprint: z.string(),
  /** Names of the courses delivered to this hub, sorted. */
  courses: z.array(z.string()),
  launchToken: z.string().min(1),
});
export type NbdevValues = z.infer<typeof nbdevValues>;

/** The values of a release: files as `helm -f` reads them, and what is generated, which wins. */
export interface HubValues {
  readonly files: readonly string[];
  /** Python that runs inside the hub, by its key of `hub.extraFiles`. */
  readonly scripts: readonly { readonly key: string; readonly file: string }[];
  /** YAML; holds the tokens. */
  readonly generated: string;
  readonly fingerprint: string;
}

export interface ValuesRequest {
  /** The folder `hub-values`. */
  readonly folder: string;
  readonly chart: Chart;
  readonly furtherFiles: readonly string[];
  readonly courses: readonly string[];
  readonly limits: Course["limits"];
  readonly launchToken: string;
  readonly apiToken: string;
}

/**
 * Layers production's values, what a laptop must change, the user's own files, and what is generated: limits, courses
 * and tokens. Each of the files works with helm alone.
 */
export async function composeValues(request: ValuesRequest): Promise<HubValues> {
  for (const file of request.furtherFiles) await refuseInvalid(file);
  const files = [join(request.folder, "base.yaml"), join(request.folder, "kind.yaml"), ...request.furtherFiles];
  const scripts = await hubScripts(request.folder);
  const { limits, courses, launchToken, apiToken } = request;
  const values = (fingerprint: string) => ({
    custom: { nbdev: { fingerprint, courses: [...courses].sort(), launchToken } },
    hub: { services: { nbdev: { apiToken } } },
    singleuser: {
      memory: { limit: limits.memory, guarantee: limits.memoryGuarantee },
      cpu: { guarantee: limits.cpuGuarantee },
    },
  });
  const parts = await Promise.all([...files, ...scripts.map(({ file }) => file)].map((file) => readFile(file)));
  const chart = [request.chart.version, await chartContents(request.chart)];
  const fingerprint = digest([...chart, ...parts, stringify(values(""))]);
  return { files, scripts, generated: stringify(values(fingerprint)), fingerprint };
}

/** Before anything is made: helm would say it only after the cluster is up. */
async function refuseInvalid(file: string): Promise<void> {
  const refuse = (reason: string, cause?: unknown) => new NbdevError("VALUES_INVALID", { file, reason }, { cause });
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw refuse(error.code === "ENOENT" ? "there is no such file" : error.message, error);
  });
  const document = parseDocument(text);
  const [problem] = document.errors;
  if (problem !== undefined) throw refuse(problem.message.split("\n")[0] ?? "", problem);
  if (document.contents !== null && !isMap(document.contents)) throw refuse("it is no mapping of values");
}

const kindValues = z.looseObject({
  hub: z.looseObject({ extraFiles: z.record(z.string(), z.looseObject({ mountPath: z.string() })).default({}) }),
});

/** The files that kind.yaml mounts into the hub; each lies in hub-values as `<key>.py`. */
async function hubScripts(folder: string): Promise<{ key: string; file: string }[]> {
  const { hub } = kindValues.parse(parse(await readFile(join(folder, "kind.yaml"), "utf8")));
  return Object.keys(hub.extraFiles).map((key) => ({ key, file: join(folder, `${key}.py`) }));
}

/** An unpacked chart may be edited without a new version, so its files count; a packed one is its digest's. */
async function chartContents(chart: Chart): Promise<string> {
  return readFile(join(chart.path, "values.yaml"), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOTDIR" || error.code === "ENOENT") return "";
    throw error;
  });
}

function digest(parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part).update("\0");
  return hash.digest("hex");
}
