import { cpSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { UpResult } from "../../core/index.ts";
import { BrowserSession } from "../support/browser-session.ts";
import { isolatedEnvironment, runCli } from "../support/cli.ts";
import { type Figure, seconds } from "./figure.ts";

const learners = 40;

/** The process runtime's figures, from an empty cache to forty learners at once. */
export async function benchProcess(): Promise<Figure[]> {
  const env = isolatedEnvironment();
  const course = join(mkdtempSync(join(tmpdir(), "nbdev-bench-")), "hello");
  cpSync(join(process.cwd(), "images/hello"), course, { recursive: true });
  const cli = (command: string, ...args: string[]) =>
    runCli([command, course, "--runtime", "process", ...args], { env });
  const up = async () => (await cli("up", "--no-open", "--json")).json<UpResult>();

  const empty = await seconds(up);
  await cli("stop");
  const warm = await seconds(up);
  const again = await seconds(up);
  const { launchUrl } = await up();
  await new BrowserSession().visit(launchUrl);
  const page = await seconds(() => new BrowserSession().visit(launchUrl));
  const idle = hubMegabytes(env.NBDEV_STATE_DIR ?? "");
  let served = 0;
  const crowd = await seconds(async () => {
    const visits = await Promise.all(Array.from({ length: learners }, () => new BrowserSession().visit(launchUrl)));
    served = visits.filter(({ status, url }) => status === 200 && url.includes("/notebooks/")).length;
  });
  const gone = await seconds(() => cli("down", "--all"));
  return [
    { what: "first up, empty cache", value: empty, target: "≤ 120 s" },
    { what: "up after stop, warm cache", value: warm, target: "≤ 8 s" },
    { what: "second up", value: again, target: "≤ 1 s" },
    { what: "link to page", value: page, target: "≤ 4 s" },
    { what: `${served} of ${learners} learners at once served`, value: crowd, target: "≤ 90 s" },
    { what: "idle hub, proxy, culler and supervisor", value: idle, unit: "MB", target: "≤ 250 MB" },
    { what: "down", value: gone, target: "≤ 5 s" },
  ];
}

/** Resident megabytes of the hub's own processes, learners' servers left out. */
function hubMegabytes(stateDirectory: string): number {
  const [instance] = readdirSync(join(stateDirectory, "process"));
  let bytes = 0;
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    const read = (file: string) => readFileSync(`/proc/${pid}/${file}`, "utf8");
    try {
      if (!read("environ").includes(`NBDEV_HUB=${instance}`) || read("cmdline").includes("singleuser")) continue;
      bytes += Number(/VmRSS:\s+(\d+)/.exec(read("status"))?.[1] ?? 0) * 1024;
    } catch (error) {
      if (!/ENOENT|ESRCH|EACCES/.test(String(error))) throw error;
    }
  }
  return bytes / 1e6;
}
