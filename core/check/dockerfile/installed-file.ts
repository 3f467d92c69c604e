import { posix } from "node:path";
import type { CourseTree } from "../course/course-tree.ts";
import { type ImageLayout, resolveIn, withStacksEnvironment } from "./image-layout.ts";
import type { Instruction } from "./instruction.ts";

/**
 * The course's file that a path in the image means, such as `/tmp/requirements.txt` of `pip install -r`: by what COPY put
 * there before, else by a bind mount, else the only file of that name that the Dockerfile copies or mounts at all.
 */
export function fileOfInstall(
  word: string,
  instruction: Instruction,
  layout: ImageLayout | undefined,
  tree: CourseTree,
): string | undefined {
  if (layout === undefined) return undefined;
  const target = resolveIn(layout.workingDirectory, withStacksEnvironment(word));
  const copied = layout.files.filter(
    ({ imagePath, path }) => imagePath === target && isBefore(path, instruction, layout),
  );
  if (copied.length > 0) return copied.at(-1)?.path;
  const name = posix.basename(word);
  const mounted = mountsOf(instruction).find(({ target: at }) => posix.basename(at) === name || word.startsWith(at));
  if (mounted !== undefined) {
    const path = posix.join(
      mounted.source,
      tree.isDirectory(mounted.source.replace(/^\.$/, "")) ? word.slice(mounted.target.length) : "",
    );
    return [mounted.source, path, name]
      .map((candidate) => candidate.replace(/^[./]+/, ""))
      .find((at) => tree.has(at) && !tree.isDirectory(at));
  }
  const sameName = layout.copies
    .flatMap(({ sources }) => sources.flatMap(({ selected }) => selected))
    .filter((path) => posix.basename(path) === name);
  return new Set(sameName).size === 1 ? sameName[0] : undefined;
}

/** `RUN --mount=type=bind,source=…,target=…`. */
export function mountsOf(instruction: Instruction): { source: string; target: string }[] {
  return instruction.flags
    .filter(({ name, value }) => name === "mount" && /(^|,)type=bind/.test(value))
    .map(({ value }) => {
      const part = (names: string) => new RegExp(`(?:^|,)(?:${names})=([^,]*)`).exec(value)?.[1];
      return { source: part("source|src") ?? ".", target: part("target|dst|destination") ?? "" };
    });
}

function isBefore(path: string, instruction: Instruction, layout: ImageLayout): boolean {
  return layout.files.some(
    (file) => file.path === path && file.copy.instruction.range.start.line < instruction.range.start.line,
  );
}
