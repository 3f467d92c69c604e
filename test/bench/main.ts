import { availableParallelism, totalmem } from "node:os";
import { benchCli } from "./cli.ts";
import { table } from "./figure.ts";
import { benchKind } from "./kind.ts";
import { benchProcess } from "./process.ts";

// Prints docs/benchmarks.md; ratios within this run count, since machines differ: npm run bench > docs/benchmarks.md
const asked = new Set(process.argv.slice(2));
const wanted = (name: string) => asked.size === 0 || asked.has(name);
console.log("# Benchmarks\n");
console.log(
  `One run of \`npm run bench\` on ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GiB.\n`,
);
if (wanted("process")) console.log(table("Without Docker (process runtime)", await benchProcess()));
if (wanted("cli")) console.log(table("The command line", benchCli()));
if (wanted("kind")) console.log(table("On kind", await benchKind()));
process.exit();
