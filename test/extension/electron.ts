import { cp, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runTests } from "@vscode/test-electron";
import { buildSuite, repository } from "./host/build-suite.ts";
import { misspeltDockerfile, misspeltNotebook } from "./host/misspelt-course.ts";
import { suiteResult } from "./host/suite-result.ts";

/**
 * The same suites in a downloaded VS Code for the desktop: `npm run test:electron`. Outside .ci/run, since it needs the
 * open network; restricted workspaces are left to code-server, as VS Code trusts what it tests.
 */
const version = "1.100.3";

const parent = await mkdtemp(join(tmpdir(), "nbdev-electron-"));
const [course, misspelt] = [join(parent, "plain/course"), join(parent, "misspelt/course")];
for (const folder of [course, misspelt]) await cp(join(repository, "images/hello"), folder, { recursive: true });
await writeFile(join(misspelt, "Dockerfile"), misspeltDockerfile);
await writeFile(join(misspelt, "hello.ipynb"), misspeltNotebook);

await run("manifest", course);
await run("diagnostics", join(parent, "misspelt"));

async function run(suite: string, workspace: string): Promise<void> {
  const result = join(parent, `${suite}.json`);
  await runTests({
    version,
    extensionDevelopmentPath: repository,
    extensionTestsPath: await buildSuite(join(repository, `test/extension/suite/${suite}.ts`)),
    extensionTestsEnv: { NBDEV_SUITE_RESULT: result },
    launchArgs: [workspace, "--disable-extensions", "--disable-workspace-trust"],
  });
  const outcomes = suiteResult.parse(JSON.parse(await readFile(result, "utf8"))); // without the file nothing ran
  console.log(`${suite}: ${outcomes.length} passed`);
}
