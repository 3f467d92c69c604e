import { z } from "zod";
import { NbdevError } from "../../errors/index.ts";
import { type PlannedStep, runStep, type TaskContext } from "../../progress/index.ts";
import type { ImageContents } from "../snapshot.ts";
import { inspectionScript } from "./inspection-script.ts";

/** Images of this machine, as far as a look into them needs it. */
export interface ImageReader {
  /** `sha256:` of the image's configuration; undefined where there is no such image. */
  idOf(reference: string, task: TaskContext): Promise<string | undefined>;
  /** Runs a Python program in a container without network, which is gone afterwards. */
  runPython(imageId: string, program: string, task: TaskContext): Promise<PythonRun>;
}

export interface PythonRun {
  readonly stdout: string;
  readonly stderr: string;
  /** Undefined where the image has no Python to start. */
  readonly exitCode: number | undefined;
}

/** What was read of an image once; an image id never means another content. */
export interface ImageContentsCache {
  read(imageId: string): Promise<string | undefined>;
  write(imageId: string, text: string): Promise<void>;
}

export const imageContentsStep: PlannedStep = { id: "image-contents", title: "The packages of the built image" };

const contentsSchema = z.object({
  modules: z.record(z.string(), z.array(z.string())),
  versions: z.record(z.string(), z.string()),
  kernels: z.array(z.string()).nullable(),
});

/**
 * What an image of this machine really holds, from the cache where that is known. Throws IMAGE_NOT_BUILT where there is no
 * such image, IMAGE_UNREADABLE where its Python does not answer.
 */
export async function readImageContents(
  reference: string,
  images: ImageReader,
  cache: ImageContentsCache,
  task: TaskContext,
): Promise<ImageContents> {
  return runStep(imageContentsStep, task, async () => {
    const id = await images.idOf(reference, task);
    if (id === undefined) throw new NbdevError("IMAGE_NOT_BUILT", { reference });
    const known = parseContents(id, await cache.read(id));
    if (known !== undefined) return known;
    const { stdout, stderr, exitCode } = await images.runPython(id, inspectionScript, task);
    const contents = exitCode === 0 ? parseContents(id, stdout) : undefined;
    if (contents === undefined) throw unreadable(reference, exitCode, stderr);
    await cache.write(id, stdout);
    return contents;
  });
}

/** What the cache knows of an image of this machine; undefined where that is nothing, or there is no such image. */
export async function knownImageContents(
  reference: string,
  images: Pick<ImageReader, "idOf">,
  cache: Pick<ImageContentsCache, "read">,
  task: TaskContext,
): Promise<ImageContents | undefined> {
  const id = await images.idOf(reference, task);
  return id === undefined ? undefined : parseContents(id, await cache.read(id));
}

function parseContents(id: string, text: string | undefined): ImageContents | undefined {
  const parsed = contentsSchema.safeParse(text === undefined ? undefined : jsonOf(text));
  if (!parsed.success) return undefined;
  const { modules, versions, kernels } = parsed.data;
  return {
    digest: id,
    modules: new Map(Object.entries(modules)),
    versions: new Map(Object.entries(versions)),
    kernels: kernels ?? undefined,
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // a cache file that was cut short, or what a broken Python printed
  }
}

function unreadable(reference: string, exitCode: number | undefined, stderr: string): NbdevError {
  const reasons =
    exitCode === undefined
      ? "it has no python3"
      : exitCode === 0
        ? "what it printed is no JSON"
        : `exit code ${exitCode}`;
  const output = stderr.trim().split("\n").slice(-20);
  return new NbdevError("IMAGE_UNREADABLE", { reference, reason: reasons }, { output });
}
