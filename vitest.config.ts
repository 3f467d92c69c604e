import { defineConfig } from "vitest/config";

/** `unit` needs nothing but Node; `fuzz` is its longest part; `e2e` drives real engines and hubs, one file at a time. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/e2e/**", "test/network/**"],
          testTimeout: 20_000,
        },
      },
      // 100,000 texts for each parser, the files side by side, each in a process that 256 MB of heap must be enough for.
      {
        test: {
          name: "fuzz",
          include: ["test/core/check/fuzz/*.test.ts"],
          env: { NBDEV_FUZZ_RUNS: process.env.NBDEV_FUZZ_RUNS ?? "100000" },
          pool: "forks",
          execArgv: ["--max-old-space-size=256"],
          sequence: { groupOrder: 3 },
        },
      },
      // What needs the open network, or a file from it: outside .ci/run, by `npm run test:network`.
      { test: { name: "network", include: ["test/network/**/*.test.ts"], sequence: { groupOrder: 2 } } },
      {
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          testTimeout: 600_000,
          hookTimeout: 600_000,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
