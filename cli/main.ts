#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { start } from "./start.ts";

const installation = fileURLToPath(new URL("..", import.meta.url));
const { version } = JSON.parse(readFileSync(`${installation}/package.json`, "utf8"));

await start(version, async () => {
  const { createNbdev, hostFromProcess } = await import("../core/index.ts");
  return createNbdev(hostFromProcess(installation));
});
