import { defineConfig } from "vitest/config";

/**
 * `unit` needs nothing but Node; `fuzz` is its longest part; `extension` needs test/extension/host/install and drives a
 * real VS Code; `e2e` drives real engines, clusters and hubs. The last two take one file at a time, and try a failed test
 * once more, which the report then says: docs/decisions.md.
 */
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
      // 100,000 texts for each parser, the files side by side, each in a process that 256 MB of heap must be enough for:
      // 7.5 minutes of the processor, so that two cores take three or four. NBDEV_FUZZ_RUNS sets another number.
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
          name: "extension",
          globalSetup: "test/extension/host/package-extension.ts",
          include: ["test/extension/*.e2e.ts"],
          testTimeout: 600_000,
          hookTimeout: 600_000,
          fileParallelism: false,
          retry: 1,
          sequence: { groupOrder: 3 },
        },
      },
      {
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          testTimeout: 600_000,
          hookTimeout: 600_000,
          fileParallelism: false,
          retry: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
