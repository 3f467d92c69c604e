import type { TaskContext } from "../../progress/index.ts";
import type { HubRequest } from "../runtime.ts";
import { type Chart, type ChartDownloads, resolveChart } from "./chart.ts";
import type { KindCluster } from "./cluster.ts";
import type { HubRelease, InstalledRelease } from "./release.ts";
import { composeValues, type HubValues } from "./values.ts";

interface Outside {
  readonly charts: ChartDownloads;
  readonly cluster: KindCluster;
  readonly release: HubRelease;
  readonly valuesFolder: string;
  newToken(): string;
}

/**
 * The release as it should be: courses that were delivered before stay known, and tokens stay the same. A cluster that
 * may be starting has nothing to say yet; any other one must answer, or its tokens would be lost.
 */
export async function wantedRelease(
  { charts, cluster, release, valuesFolder, newToken }: Outside,
  request: HubRequest,
  task: TaskContext,
  { mayBeStarting = false } = {},
): Promise<{ chart: Chart; values: HubValues }> {
  const chart = await resolveChart(request.chart, charts, task);
  const node = await cluster.find(task);
  const installed = node?.running ? await findInstalled(release, mayBeStarting, task) : undefined;
  const values = await composeValues({
    folder: valuesFolder,
    chart,
    furtherFiles: request.valuesFiles,
    courses: [...new Set([...(installed?.courses ?? []), request.course])],
    limits: request.limits,
    launchToken: installed?.launchToken ?? newToken(),
    apiToken: installed?.apiToken ?? newToken(),
  });
  return { chart, values };
}

async function findInstalled(
  release: HubRelease,
  mayBeStarting: boolean,
  task: TaskContext,
): Promise<InstalledRelease | undefined> {
  try {
    return await release.find(task);
  } catch (error) {
    task.signal.throwIfAborted();
    if (mayBeStarting) return undefined;
    throw error;
  }
}
