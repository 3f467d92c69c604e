import { posix } from "node:path";
import { type CourseTree, insideCourse } from "../course/course-tree.ts";
import { type Instruction, isUnresolved, type Word } from "./instruction.ts";
import type { DockerfileFacts } from "./parse-dockerfile.ts";

/** Where the files of the course lie in the image, as far as COPY and ADD with known paths tell. */
export interface ImageLayout {
  /** All COPY and ADD of all stages that read from the course directory. */
  readonly copies: readonly Copy[];
  /** Of the stages that the image consists of, in order. */
  readonly files: readonly CopiedFile[];
  /** Where a file of the course lies at last; undefined for one that is not copied. */
  imagePathOf(path: string): string | undefined;
  /** Whether a file, or one below it, lies there. */
  holds(imagePath: string): boolean;
  /** Where the server starts, and so the root of what a learner sees; undefined where only the base knows. */
  readonly workingDirectory: string | undefined;
}

export interface Copy {
  readonly instruction: Instruction;
  readonly sources: readonly CopySource[];
  /** Absolute path in the image; undefined where it is not known. */
  readonly destination: string | undefined;
  readonly destinationIsDirectory: boolean;
  /** The image's own, not only of an earlier stage. */
  readonly inImage: boolean;
}

export interface CopySource {
  readonly word: Word;
  /** Within the course directory; undefined where it leaves it. */
  readonly pattern: string | undefined;
  /** What it selects before `.dockerignore`. */
  readonly selected: readonly string[];
}

export interface CopiedFile {
  /** In the course directory. */
  readonly path: string;
  /** In the image. */
  readonly imagePath: string;
  readonly copy: Copy;
}

/** The image's own environment, which a Dockerfile may use without defining it (docker-stacks-foundation's Dockerfile). */
const stacksEnvironment: Readonly<Record<string, string>> = {
  HOME: "/home/jovyan",
  NB_USER: "jovyan",
  NB_UID: "1000",
  NB_GID: "100",
  CONDA_DIR: "/opt/conda",
};

export function imageLayout(dockerfile: DockerfileFacts, tree: CourseTree): ImageLayout {
  const isStack = dockerfile.base?.family === "docker-stacks";
  const expand = (word: string) => (isStack ? withStacksEnvironment(word) : word);
  const copies: Copy[] = [];
  const image = new Set(dockerfile.imageInstructions);
  let workingDirectory: string | undefined = isStack ? "/home/jovyan" : undefined;
  let imageDirectory = workingDirectory;
  let stage = -1;
  for (const instruction of dockerfile.instructions) {
    const inImage = image.has(instruction);
    if (instruction.stage !== stage) {
      stage = instruction.stage;
      workingDirectory = inImage ? imageDirectory : undefined;
    }
    if (instruction.keyword === "WORKDIR") {
      workingDirectory = resolveIn(workingDirectory, expand(instruction.words[0]?.value ?? ""));
    }
    if (inImage) imageDirectory = workingDirectory;
    const copy = readCopy(instruction, tree, workingDirectory, expand, inImage);
    if (copy !== undefined) copies.push(copy);
  }
  const files = copies.filter((copy) => copy.inImage).flatMap((copy) => copiedFiles(copy, tree));
  return { copies, files, workingDirectory: imageDirectory, ...lookups(files) };
}

function lookups(files: readonly CopiedFile[]): Pick<ImageLayout, "imagePathOf" | "holds"> {
  const places = new Map(files.map(({ path, imagePath }) => [path, imagePath]));
  const held = new Set<string>();
  for (const { imagePath } of files) {
    for (let path = imagePath; path !== "/" && !held.has(path); path = posix.dirname(path)) held.add(path);
  }
  return { imagePathOf: (path) => places.get(path), holds: (imagePath) => held.has(imagePath) };
}

/** The path in the image that a word of an instruction means, from the directory it works in. */
export function resolveIn(directory: string | undefined, word: string): string | undefined {
  if (isUnresolved(word) || word === "") return undefined;
  if (word.startsWith("/")) return posix.normalize(word);
  return directory === undefined ? undefined : posix.join(directory, word);
}

export function withStacksEnvironment(word: string): string {
  return word.replace(
    /\$(?:\{(\w+)\}|(\w+))/g,
    (written, braced, bare) => stacksEnvironment[braced ?? bare] ?? written,
  );
}

function readCopy(
  instruction: Instruction,
  tree: CourseTree,
  workingDirectory: string | undefined,
  expand: (word: string) => string,
  inImage: boolean,
): Copy | undefined {
  if (instruction.keyword !== "COPY" && instruction.keyword !== "ADD") return undefined;
  if (instruction.flags.some(({ name }) => name === "from")) return undefined;
  const destinationWord = instruction.words.at(-1);
  if (destinationWord === undefined || instruction.words.length < 2) return undefined;
  const sources = instruction.words
    .slice(0, -1)
    .filter(({ value }) => !isUnresolved(value) && !isRemote(value))
    .map((word) => readSource(word, tree));
  const destination = resolveIn(workingDirectory, expand(destinationWord.value));
  const destinationIsDirectory = /(^|\/)\.{0,2}$/.test(destinationWord.value) || instruction.words.length > 2;
  return { instruction, sources, destination, destinationIsDirectory, inImage };
}

function readSource(word: Word, tree: CourseTree): CopySource {
  const pattern = insideCourse(word.value.replace(/^\/+/, ""));
  return { word, pattern, selected: pattern === undefined ? [] : tree.select(pattern) };
}

function copiedFiles(copy: Copy, tree: CourseTree): CopiedFile[] {
  const { destination } = copy;
  if (destination === undefined) return [];
  return copy.sources.flatMap(({ pattern = "", selected }) => {
    const isDirectory = tree.isDirectory(pattern);
    const isPattern = /[*?[]/.test(pattern);
    return selected
      .filter((path) => !tree.isIgnored(path))
      .map((path) => {
        const name = isDirectory ? path.slice(pattern === "" ? 0 : pattern.length + 1) : posix.basename(path);
        const intoDirectory = isDirectory || isPattern || copy.destinationIsDirectory;
        return { path, copy, imagePath: intoDirectory ? posix.join(destination, name) : posix.normalize(destination) };
      });
  });
}

function isRemote(source: string): boolean {
  return /^([a-z+]+:\/\/|git@)/i.test(source);
}
