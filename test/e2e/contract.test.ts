import { FileLock } from "../../core/adapters/file-lock.ts";
import { createKindRuntime } from "../../core/adapters/kind/create-kind-runtime.ts";
import { createProcessRuntime } from "../../core/adapters/process/create-process-runtime.ts";
import { defaults } from "../../core/course/index.ts";
import { hostFromProcess } from "../../core/index.ts";
import { unattendedTask } from "../../core/progress/index.ts";
import { describeHubRuntime } from "../core/hub/contract/describe-hub-runtime.ts";
import { warmEnvironment } from "../support/cli.ts";
import { whyNoKind } from "../support/real-components.ts";

const host = hostFromProcess(process.cwd(), { ...process.env, ...warmEnvironment() });

describeHubRuntime("process", (directory) =>
  createProcessRuntime(host, directory, new FileLock(host.directories.runtime)),
);
if (whyNoKind() === undefined) {
  describeHubRuntime("kind", () =>
    createKindRuntime(host, async () => undefined, defaults.imageRepository, unattendedTask()),
  );
}
