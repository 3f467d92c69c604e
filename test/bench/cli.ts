import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, openSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isolatedEnvironment } from "../support/cli.ts";
import type { Figure } from "./figure.ts";

const root = process.cwd();
const cli = join(root, "dist/nbdev.js");

/** What the command line itself costs: its start, and its memory with a context that is far larger than it may take. */
export function benchCli(): Figure[] {
  const starts = Array.from({ length: 9 }, () => {
    const started = performance.now();
    execFileSync(process.execPath, [cli, "--help"], { stdio: "ignore" });
    return performance.now() - started;
  });
  const median = starts.sort((a, b) => a - b)[4] ?? 0;
  return [
    { what: "nbdev --help", value: median, unit: "ms", target: "≤ 150 ms" },
    { what: "peak memory of a build with a 2 GB context", value: peakOfBuild(), unit: "MB", target: "≤ 200 MB" },
  ];
}

function peakOfBuild(): number {
  const course = join(mkdtempSync(join(tmpdir(), "nbdev-bench-")), "large");
  cpSync(join(root, "images/hello"), course, { recursive: true });
  openSync(join(course, "data.bin"), "w");
  truncateSync(join(course, "data.bin"), 2e9);
  const script = `process.argv.splice(2, 0); process.on("exit", () => require("fs").writeFileSync(process.env.PEAK, String(process.resourceUsage().maxRSS)))`;
  const probe = join(mkdtempSync(join(tmpdir(), "nbdev-bench-")), "peak");
  const env = { ...process.env, ...isolatedEnvironment(), PEAK: probe };
  const preload = [
    "--import",
    `data:text/javascript,import{createRequire}from"node:module";const require=createRequire(process.cwd()+"/");${encodeURIComponent(script)}`,
  ];
  execFileSync(process.execPath, [...preload, cli, "build", course, "--runtime", "kind"], { env, stdio: "ignore" });
  return Number(execFileSync("cat", [probe]).toString()) / 1000;
}
