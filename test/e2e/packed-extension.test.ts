import { execFileSync, spawn } from "node:child_process";
import { appendFile, cp, readdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, onTestFinished, test } from "vitest";
import { pack } from "../extension/host/package-extension.ts";
import { isolatedEnvironment } from "../support/cli.ts";
import { temporaryDirectory } from "../support/directory.ts";
import { whyNoKind } from "../support/real-components.ts";
import { docker } from "../support/real-engine.ts";

const reason = whyNoKind();
const repository = "nbdev.test/packed-suite";

describe.skipIf(reason !== undefined)(`the packed extension${reason === undefined ? "" : ` (${reason})`}`, () => {
  test("builds a course by BuildKit with nothing but what is in the package", async () => {
    const installation = await unpackedExtension();
    const course = await temporaryDirectory({ "nbdev.yaml": `course: hello\nimage:\n  repository: ${repository}\n` });
    onTestFinished(() => void docker("image", "rm", "--force", `${repository}:hello`));
    await cp("images/hello", course, { recursive: true });
    await appendFile(join(course, "Dockerfile"), "RUN --mount=type=tmpfs,target=/tmp/scratch true\n"); // BuildKit's alone
    const { exitCode, output } = await runOutside(installation, course);
    expect(output).toContain(`built ${repository}:hello`);
    expect(exitCode).toBe(0);
    expect(output).toContain(docker("image", "inspect", "--format", "{{.Id}}", `${repository}:hello`));
  });
});

/** The extension as VS Code lays it out, in a place from which no node_modules can be seen. */
async function unpackedExtension(): Promise<string> {
  const directory = await temporaryDirectory();
  execFileSync("python3", ["-m", "zipfile", "-e", await pack(), directory]);
  const installation = join(directory, "extension");
  expect(() => createRequire(join(installation, "dist/extension.js")).resolve("dockerode")).toThrow(
    /Cannot find module/,
  );
  expect(await readdir(installation)).not.toContain("node_modules");
  return installation;
}

/** A program beside the extension that does what its command "Rebuild" does with the library. */
async function runOutside(installation: string, course: string): Promise<{ exitCode: number; output: string }> {
  const extension = await readFile(join(installation, "dist/extension.js"), "utf8");
  const core = /import\("(\.\/chunks\/core\.js)"\)/.exec(extension)?.[1];
  expect(core, "the extension loads its library").toBeDefined();
  const program = join(installation, "dist/build-course.mjs");
  await writeFile(
    program,
    `import { createNbdev, hostFromProcess } from ${JSON.stringify(core)};
     const nbdev = await createNbdev(hostFromProcess(${JSON.stringify(installation)}));
     const task = { signal: new AbortController().signal, progress: (event) => console.log(JSON.stringify(event)) };
     const { outcome, image } = await nbdev.build({ directory: ${JSON.stringify(course)}, runtime: "kind" }, task);
     console.log(outcome, image.reference, image.id);`,
  );
  const { NODE_PATH: _, NODE_OPTIONS: __, ...env } = { ...process.env, ...isolatedEnvironment() };
  const child = spawn(process.execPath, [program], { cwd: installation, env });
  const ended = new Promise<number>((done) => child.once("close", (code) => done(code ?? -1)));
  const [out, err, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { exitCode, output: out + err };
}
