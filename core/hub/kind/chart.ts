import { readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import semver from "semver";
import { parseDocument } from "yaml";
import { z } from "zod";
import { NbdevError } from "../../errors/index.ts";
import type { TaskContext } from "../../progress/index.ts";
import { versions } from "../../versions.ts";

/** A chart that helm can install. */
export interface Chart {
  /** An unpacked folder, or a packed chart. */
  readonly path: string;
  readonly version: string;
}

export interface ChartDownloads {
  /** The path of z2jh's packed chart of that version, its digest checked. */
  fetchChart(version: string, task: TaskContext): Promise<string>;
}

/** The chart that `--chart` names: a version of z2jh to download, or an unpacked chart's folder. Throws CHART_INVALID. */
export async function resolveChart(
  asked: string | undefined,
  downloads: ChartDownloads,
  task: TaskContext,
): Promise<Chart> {
  const version = asked ?? versions.chart.version;
  if (semver.valid(version) === null) return readChart(resolve(version));
  if (!semver.satisfies(version, versions.chart.accepted)) {
    throw new NbdevError("CHART_INVALID", { chart: version, reason: `nbdev knows ${versions.chart.accepted}` });
  }
  return { path: await downloads.fetchChart(version, task), version };
}

const chartFile = z.looseObject({ name: z.string(), version: z.string() });

async function readChart(path: string): Promise<Chart> {
  const refuse = (reason: string, cause?: unknown) =>
    new NbdevError("CHART_INVALID", { chart: path, reason }, { cause });
  const folder = await stat(path).catch((error) => Promise.reject(refuse("there is no such folder", error)));
  if (!folder.isDirectory()) throw refuse("it is not a folder");
  const text = await readFile(join(path, "Chart.yaml"), "utf8").catch((error) =>
    Promise.reject(refuse("it has no Chart.yaml", error)),
  );
  const chart = chartFile.safeParse(parseDocument(text).toJS());
  if (!chart.success) throw refuse("its Chart.yaml has no name and version");
  if (chart.data.name !== "jupyterhub") throw refuse(`it is the chart ${JSON.stringify(chart.data.name)}`);
  return { path, version: chart.data.version };
}
