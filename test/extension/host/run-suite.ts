import { existsSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { launchBrowser } from "./browser.ts";
import { buildSuite } from "./build-suite.ts";
import { CodeServer, type CodeServerRequest } from "./code-server.ts";
import { installedExtension } from "./package-extension.ts";
import { type SuiteResult, suiteResult } from "./suite-result.ts";

export interface SuiteRequest extends CodeServerRequest {
  /** The suite's source; it exports `run`. */
  readonly suite: string;
  /** The folder or .code-workspace file that the window opens. */
  readonly workspace: string;
  /** The folder of the extension under test; the packed and installed one if not said. */
  readonly extension?: string;
  /** Milliseconds until a suite without a result has failed; 300,000 if not said. */
  readonly patience?: number;
}

/** Runs a suite in a real extension host and hands back its result; throws where it leaves none. */
export async function runSuite(request: SuiteRequest): Promise<SuiteResult> {
  const suite = await buildSuite(request.suite);
  const result = `${suite}.${process.pid}.${Date.now()}.json`;
  const env = { ...request.env, NBDEV_SUITE: suite, NBDEV_SUITE_RESULT: result };
  const extensions = [...(request.extensions ?? [])];
  // VS Code trusts every workspace that it tests, so in a restricted one an extension of ours runs the suite.
  if (request.restricted) extensions.push(await writeSuiteRunner(join(dirname(suite), "suite-runner")));
  const server = await CodeServer.start({ ...request, extensions, env });
  const browser = await launchBrowser();
  try {
    const payload: [string, string][] = [
      ["extensionDevelopmentPath", server.resource(request.extension ?? installedExtension)],
    ];
    if (!request.restricted) payload.push(["extensionTestsPath", server.resource(suite)]);
    const page = await browser.newPage();
    await page.goto(server.open(request.workspace, payload));
    await waitFor(() => existsSync(result), request.patience ?? 300_000);
    if (!existsSync(result)) throw new Error(`${request.suite} left no result.\n${server.output}`);
    return suiteResult.parse(JSON.parse(readFileSync(result, "utf8")));
  } finally {
    await browser.close();
    await server.stop();
  }
}

async function writeSuiteRunner(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const manifest = {
    name: "suite-runner",
    publisher: "nbdev-test",
    version: "1.0.0",
    engines: { vscode: "^1.100.0" },
    activationEvents: ["onStartupFinished"],
    main: "./run.cjs",
    capabilities: { untrustedWorkspaces: { supported: true } },
  };
  await writeFile(join(folder, "package.json"), JSON.stringify(manifest));
  await writeFile(
    join(folder, "run.cjs"),
    "exports.activate = () => void require(process.env.NBDEV_SUITE).run().catch(() => {});\n",
  );
  return folder;
}

async function waitFor(condition: () => boolean, milliseconds: number): Promise<void> {
  const end = performance.now() + milliseconds;
  while (!condition() && performance.now() < end) await new Promise((wait) => setTimeout(wait, 100));
}
