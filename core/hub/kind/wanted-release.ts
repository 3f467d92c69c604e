import type { TaskContext } from "../../progress/index.ts";
import type { HubRequest } from "../runtime.ts";
import { type Chart, type ChartDownloads, resolveChart } from "./chart.ts";
import type { KindCluster } from "./cluster.ts";
import type { HubRelease } from "./release.ts";
import { composeValues, type HubValues } from "./values.ts";

interface Outside {
  readonly charts: ChartDownloads;
  readonly cluster: KindCluster;
  readonly release: HubRelease;
  readonly valuesFolder: string;
  newToken(): string;
}

/** The release as it should be: courses that were delivered before stay known, and tokens stay the same. */
export async function wantedRelease(
  { charts, cluster, release, valuesFolder, newToken }: Outside,
  request: HubRequest,
  task: TaskContext,
): Promise<{ chart: Chart; values: HubValues }> {
  const chart = await resolveChart(request.chart, charts, task);
  const node = await cluster.find(task);
  // A cluster that does not answer yet has nothing to say; the release step will ask it again once it does.
  const installed = node?.running ? await release.find(task).catch(() => undefined) : undefined;
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
