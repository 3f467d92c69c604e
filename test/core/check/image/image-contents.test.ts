import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DiskImageContentsCache } from "../../../../core/adapters/image-contents-cache.ts";
import { type ImageReader, type PythonRun, readImageContents } from "../../../../core/check/image/image-contents.ts";
import { inspectionScript } from "../../../../core/check/image/inspection-script.ts";
import { runChecks } from "../../../../core/check/index.ts";
import { snapshotOfTexts } from "../../../../core/check/snapshot.ts";
import { type ProgressEvent, unattendedTask } from "../../../../core/progress/index.ts";

const id = "sha256:0123abc";
const printed = JSON.stringify({
  modules: { sklearn: ["scikit-learn"], pyspark: [] },
  versions: { "scikit-learn": "1.5.0" },
  kernels: ["python3"],
});

function imagesWith(run: Partial<PythonRun>, known: Record<string, string> = { "course:1": id }) {
  const programs: string[] = [];
  const images: ImageReader = {
    idOf: async (reference) => known[reference],
    runPython: async (imageId, program) => {
      programs.push(`${imageId} ${program}`);
      return { stdout: "", stderr: "", exitCode: 0, ...run };
    },
  };
  return { images, programs };
}

const newCache = () => {
  const directory = mkdtempSync(join(tmpdir(), "nbdev-test-"));
  return { directory, cache: new DiskImageContentsCache(directory) };
};

describe("what an image holds", () => {
  it("is read from it once, and then from the cache under its id", async () => {
    const { images, programs } = imagesWith({ stdout: printed });
    const { cache, directory } = newCache();
    const first = await readImageContents("course:1", images, cache, unattendedTask());
    expect(first.modules.get("sklearn")).toEqual(["scikit-learn"]);
    expect(first.versions?.get("scikit-learn")).toBe("1.5.0");
    expect(first).toMatchObject({ digest: id, kernels: ["python3"] });
    expect(programs).toEqual([`${id} ${inspectionScript}`]);
    expect(readdirSync(join(directory, "image-contents"))).toEqual(["0123abc.json"]);
    expect(await readImageContents("course:1", images, cache, unattendedTask())).toEqual(first);
    expect(programs).toHaveLength(1);
  });

  it("is read again where the cache was cut short", async () => {
    const { images, programs } = imagesWith({ stdout: printed });
    const { cache, directory } = newCache();
    await cache.write(id, printed);
    writeFileSync(join(directory, "image-contents", "0123abc.json"), printed.slice(0, 20));
    await readImageContents("course:1", images, cache, unattendedTask());
    expect(programs).toHaveLength(1);
  });

  it("is a step that a person sees", async () => {
    const events: ProgressEvent[] = [];
    const task = { signal: new AbortController().signal, progress: (event: ProgressEvent) => events.push(event) };
    await readImageContents("course:1", imagesWith({ stdout: printed }).images, newCache().cache, task);
    expect(events.map(({ type }) => type)).toEqual(["step-started", "step-done"]);
  });

  it.each([
    [{ exitCode: undefined }, "no python3"],
    [{ exitCode: 1, stderr: "Traceback\nSyntaxError: invalid syntax" }, "exit code 1"],
    [{ stdout: "Welcome!" }, "no JSON"],
  ])("is not made up where Python ends with %j", async (run, reason) => {
    const reading = readImageContents("course:1", imagesWith(run).images, newCache().cache, unattendedTask());
    await expect(reading).rejects.toMatchObject({ code: "IMAGE_UNREADABLE", message: expect.stringContaining(reason) });
  });

  it("is asked only of an image that is there", async () => {
    const reading = readImageContents("course:2", imagesWith({}).images, newCache().cache, unattendedTask());
    await expect(reading).rejects.toMatchObject({ code: "IMAGE_NOT_BUILT" });
  });

  it("settles which imports are missing, which kernels there are, and what to pin", async () => {
    const { images } = imagesWith({ stdout: printed });
    const image = await readImageContents("course:1", images, newCache().cache, unattendedTask());
    const notebook = (source: string, kernelspec = { name: "python3", language: "python" }) =>
      JSON.stringify({
        cells: [{ cell_type: "code", id: "a", metadata: {}, outputs: [], source }],
        metadata: { kernelspec },
        nbformat: 4,
        nbformat_minor: 5,
      });
    const texts = {
      Dockerfile: "FROM registry.example/base:1\nRUN pip install scikit-learn\nCOPY --chown=1000:100 . ./\n",
      "a.ipynb": notebook("import pyspark, sklearn, torch"),
      "b.ipynb": notebook("", { name: "ir", language: "R" }),
    };
    const found = runChecks(snapshotOfTexts(texts, { image }));
    expect(found.map(({ code, severity, path }) => `${severity} ${code} ${path}`)).toEqual([
      "warning NB212 Dockerfile",
      "error NB301 a.ipynb",
      "warning NB332 b.ipynb",
    ]);
    expect(found[0]?.hint).toContain("scikit-learn==1.5.0");
    expect(found[1]?.message).toContain("torch");
  });
});

/** The program itself, on the Python of this machine; the real engine runs it in test/e2e/image-contents.test.ts. */
describe.skipIf(!hasPython())("the program that is run in the image", () => {
  it("prints packages, versions and kernels", () => {
    const printed = JSON.parse(execFileSync("python3", ["-c", inspectionScript], { encoding: "utf8" }));
    expect(printed.modules.pip).toEqual(["pip"]);
    expect(printed.versions.pip).toMatch(/^\d+\./);
    expect(Object.keys(printed.modules)).toContain("json");
    expect(printed).toHaveProperty("kernels");
  });
});

function hasPython(): boolean {
  try {
    execFileSync("python3", ["-c", "import pip"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
