import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll } from "vitest";
import { isolatedEnvironment } from "../../support/cli.ts";
import { type FakeRequest, startFakeEngine } from "../../support/fake-engine.ts";

const reference = "610119931565.dkr.ecr.us-east-1.amazonaws.com/ol-course-notebooks:course";
const contents = {
  modules: { humanize: ["humanize"] },
  versions: { humanize: "4.12.3", numpy: "1.26.4" },
  kernels: [],
};

/** An engine that holds an image of the course `course`, into which somebody has looked already. */
export async function builtImage(): Promise<{ env: Record<string, string>; requests: readonly FakeRequest[] }> {
  const images = { [reference]: { Id: "sha256:abc", Created: new Date(Date.now() - 7_500_000).toISOString() } };
  const { socket, requests } = await startFakeEngine({ images }, afterAll);
  const env = isolatedEnvironment();
  const folder = join(env.NBDEV_CACHE_DIR ?? "", "image-contents");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "abc.json"), JSON.stringify(contents));
  return { env: { ...env, DOCKER_HOST: `unix://${socket}` }, requests };
}
