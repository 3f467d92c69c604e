import { cp, mkdir, mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { repository } from "../extension/host/build-suite.ts";
import { missingHost } from "../extension/host/installation.ts";
import packageExtension, { installedExtension } from "../extension/host/package-extension.ts";
import { runSuite } from "../extension/host/run-suite.ts";
import { loadedWith } from "../support/loaded-with.ts";

/**
 * What the packed extension costs before its first use, in a real VS Code (`npm run bench:activation`): the milliseconds that
 * VS Code itself counts, from loading the main module to the end of `activate`, in ten new windows for each of three cases:
 * nbdev in a folder without a course, where nothing must activate it and the benchmark does; an extension that does nothing,
 * there too, as the yardstick; and nbdev in a course, activated by what the folder holds. Prints JSON; exits 1 when a figure
 * of the project's issue is missed.
 */
const targets = { activationMedian: 60, bytesBeforeFirstUse: 150_000, windowsActivatedWithoutCourse: 0 };
const windows = 10;
const measured = z.object({
  ...{ load: z.number(), call: z.number(), finish: z.number(), event: z.string() },
  processor: z.number().optional(),
});
type Times = z.infer<typeof measured>;

const missing = missingHost();
if (missing !== undefined) throw new Error(missing);
await packageExtension();
const directory = await mkdtemp(join(tmpdir(), "nbdev-bench-"));
const [empty, course] = [join(directory, "empty"), join(directory, "course")];
const loadBefore = loadavg()[0];

try {
  await mkdir(empty);
  await cp(join(repository, "images/hello"), course, { recursive: true });
  const [alone, nothing, inCourse]: [Times[], Times[], Times[]] = [[], [], []];
  for (let window = 0; window < windows; window++) {
    alone.push(await activation("nbdev.nbdev", empty));
    nothing.push(await activation("nbdev-test.does-nothing", empty));
    inCourse.push(await activation("nbdev.nbdev", course));
  }
  const bytes = [...loadedWith(join(installedExtension, "dist/extension.js"))].map(
    async (file) => (await stat(file)).size,
  );
  const notes = { nbdev: summary(alone), doesNothing: summary(nothing), nbdevInCourse: summary(inCourse) };
  const figures = {
    activationMedian: notes.nbdev.median,
    bytesBeforeFirstUse: (await Promise.all(bytes)).reduce((sum, size) => sum + size, 0),
    windowsActivatedWithoutCourse: alone.filter(({ event }) => event !== "api").length,
  };
  const ratio = Math.round((notes.nbdev.median / notes.doesNothing.median) * 10) / 10; // machines and days differ less in it
  const machine = { cores: availableParallelism(), loadBefore, loadAfter: loadavg()[0] };
  const missed = Object.entries(targets).filter(([name, most]) => figures[name as keyof typeof targets] > most);
  const result = { figures, ratio, notes, machine, targets, missed: missed.map(([name]) => name) };
  process.stdout.write(`${JSON.stringify(result)}\n`);
  process.exitCode = missed.length > 0 ? 1 : 0;
} finally {
  await rm(directory, { recursive: true, force: true });
}

/** In a VS Code of its own, so that no module is loaded yet and nothing is remembered. */
async function activation(id: string, workspace: string): Promise<Times> {
  const result = join(directory, "times.json");
  const outcomes = await runSuite({
    suite: join(repository, "test/extension/suite/activation.ts"),
    workspace,
    extensions: [join(repository, "test/extension/does-nothing")],
    env: { NBDEV_ACTIVATED: id, NBDEV_ACTIVATION: result },
  });
  for (const { error } of outcomes) if (error !== undefined) throw new Error(error);
  return measured.parse(JSON.parse(await readFile(result, "utf8")));
}

function summary(all: readonly Times[]) {
  const whole = sorted(all.map(({ load, call, finish }) => load + call + finish));
  const p95 = whole[Math.floor(whole.length * 0.95)];
  const parts = { load: median(all.map(({ load }) => load)), call: median(all.map(({ call }) => call)) };
  const processor = median(all.flatMap(({ processor }) => processor ?? []));
  const events = [...new Set(all.map(({ event }) => event))];
  return { median: median(whole), p95, all: whole, parts, processor, events };
}

function median(values: readonly number[]): number {
  return sorted(values)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function sorted(values: readonly number[]): number[] {
  return [...values].sort((a, b) => a - b);
}
