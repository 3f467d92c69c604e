import { join } from "node:path";
import { afterAll } from "vitest";
import { runCli, warmEnvironment } from "../support/cli.ts";
import { buildExtension } from "./host/build-extension.ts";
import { courseFolder } from "./host/course-folder.ts";
import { describeSuite } from "./host/describe-suite.ts";

describeSuite("the hub as a Jupyter server", async () => {
  const env = warmEnvironment();
  const workspace = await courseFolder();
  afterAll(() => runCli(["down", workspace, "--all", "--runtime", "process"], { env }));
  return {
    suite: join(import.meta.dirname, "suite/hub.ts"),
    workspace,
    env,
    extensions: [await buildExtension(join(import.meta.dirname, "jupyter-stand-in"), "stand-in")],
    settings: { "nbdev.hub.runtime": "process" },
    patience: 900_000,
  };
});
