import {
  type Instruction as AstInstruction,
  type Copy,
  DockerfileParser,
  type Env,
  type From,
  type Run,
} from "dockerfile-ast";
import type { Range } from "../diagnostic.ts";
import { remembered } from "../remembered.ts";
import { TextLines } from "../text-lines.ts";
import { type BaseImage, parseBaseImage } from "./base-image.ts";
import type { Instruction, Word } from "./instruction.ts";
import { type Segment, segmentsOf } from "./segments.ts";

/** A Dockerfile by its build stages; what the image becomes is the last one with those that it builds on. */
export interface DockerfileFacts {
  readonly path: string;
  readonly lines: TextLines;
  readonly stages: readonly Stage[];
  readonly instructions: readonly Instruction[];
  /** The instructions that shape the image, in order: of the stages from the base to the last. */
  readonly imageInstructions: readonly Instruction[];
  /** What the image is made from; undefined without a FROM. */
  readonly base: BaseImage | undefined;
  /** The FROM that names `base`. */
  readonly baseInstruction: Instruction | undefined;
}

export interface Stage {
  readonly from: Instruction;
  readonly name: string | undefined;
  /** An image's reference, or the name or number of an earlier stage. */
  readonly source: string;
  readonly platform: string | undefined;
}

/** Reads a Dockerfile; never throws, whatever the text. */
export function parseDockerfile(path: string, text: string): DockerfileFacts {
  const instructions = numbered(readSegments(segmentsOf(text)) ?? readInstructions(text));
  const stages = instructions.filter(({ keyword }) => keyword === "FROM").map(readStage);
  const chain = stageChain(stages);
  const first = chain[0];
  const root = first === undefined ? undefined : stages[first];
  return {
    path,
    lines: new TextLines(text),
    stages,
    instructions,
    imageInstructions: chain.flatMap((number) => instructions.filter((instruction) => instruction.stage === number)),
    base: root && parseBaseImage(root.source, root.platform),
    baseInstruction: root?.from,
  };
}

/**
 * The same as `readInstructions` of the whole text, with each RUN read by itself: after an edit all but one of them are
 * remembered. The others are read together, since they put each other's variables in.
 */
function readSegments(segments: readonly Segment[] | undefined): UnnumberedInstruction[] | undefined {
  if (segments === undefined) return undefined;
  const others = readOthers(segments.flatMap(({ text, isRun }) => (isRun ? [] : text)).join(""));
  let line = 0;
  let offset = 0;
  return segments.flatMap((segment) => {
    if (segment.isRun) {
      return readRun(segment.text).map((instruction) => moved(instruction, segment.line, segment.offset));
    }
    const [firstLine, firstOffset] = [line, offset];
    line += segment.lines;
    offset += segment.text.length;
    return others
      .filter(({ range }) => firstLine <= range.start.line && range.start.line < line)
      .map((instruction) => moved(instruction, segment.line - firstLine, segment.offset - firstOffset));
  });
}

/** Without the number of its stage. */
type UnnumberedInstruction = Omit<Instruction, "stage">;

function moved(instruction: UnnumberedInstruction, lines: number, offset: number): UnnumberedInstruction {
  const { range, keywordRange, words, sourceOffset } = instruction;
  return {
    ...instruction,
    range: movedRange(range, lines),
    keywordRange: movedRange(keywordRange, lines),
    words: words.map((word) => ({ ...word, range: movedRange(word.range, lines) })),
    sourceOffset: sourceOffset + offset,
  };
}

function movedRange({ start, end }: Range, lines: number): Range {
  return { start: { ...start, line: start.line + lines }, end: { ...end, line: end.line + lines } };
}

function numbered(instructions: readonly UnnumberedInstruction[]): Instruction[] {
  let stage = -1;
  return instructions.map((instruction) => {
    if (instruction.keyword === "FROM") stage++;
    return { ...instruction, stage };
  });
}

function readInstructions(text: string): UnnumberedInstruction[] {
  const lines = new TextLines(text);
  return DockerfileParser.parse(text)
    .getInstructions()
    .map((node) => readInstruction(node, lines));
}

const rememberedRuns = 2_000;
const readRun = remembered(readInstructions, rememberedRuns);
const readOthers = remembered(readInstructions, 10);

/** Numbers of the stages that the last one is built on, the base first. */
function stageChain(stages: readonly Stage[]): number[] {
  const chain: number[] = [];
  let current = stages.length - 1;
  while (current >= 0) {
    chain.unshift(current);
    const source = stages[current]?.source.toLowerCase();
    const earlier = stages.slice(0, current);
    current = earlier.findLastIndex((stage) => stage.name?.toLowerCase() === source);
  }
  return chain;
}

function readStage(from: Instruction): Stage {
  return {
    from,
    name: from.buildStage,
    source: from.words[0]?.value ?? "",
    platform: from.flags.find(({ name }) => name === "platform")?.value,
  };
}

function readInstruction(node: AstInstruction, lines: TextLines): UnnumberedInstruction {
  const argumentsRange = node.getArgumentsRange();
  const sourceOffset = lines.offset(argumentsRange?.start ?? node.getRange().end);
  const source = argumentsRange === null ? "" : lines.text.slice(sourceOffset, lines.offset(argumentsRange.end));
  const heredocs = readHeredocs(node, lines);
  const execForm = jsonWords(source, sourceOffset, lines);
  const words = execForm ?? (isScript(node.getKeyword()) ? [] : plainWords(node, heredocs.length > 0));
  const flags = hasFlags(node)
    ? node.getFlags().map((flag) => ({ name: flag.getName().toLowerCase(), value: flag.getValue() ?? "" }))
    : [];
  return {
    keyword: node.getKeyword(),
    range: node.getRange(),
    keywordRange: node.getInstructionRange(),
    words,
    flags,
    source,
    sourceOffset,
    json: execForm !== undefined,
    heredocs,
    buildStage: node.getKeyword() === "FROM" ? ((node as From).getBuildStage() ?? undefined) : undefined,
  };
}

/** The shell form of these is read by `shellCommands`, from the source. */
function isScript(keyword: string): boolean {
  return keyword === "RUN" || keyword === "HEALTHCHECK";
}

function plainWords(node: AstInstruction, hasHeredoc: boolean): Word[] {
  if (node.getKeyword() === "ENV" || node.getKeyword() === "ARG" || node.getKeyword() === "LABEL") {
    return (node as Env).getProperties().map((property) => ({
      value: property.getValue() === null ? property.getName() : `${property.getName()}=${property.getValue()}`,
      range: property.getRange(),
    }));
  }
  const firstLine = node.getRange().start.line;
  return expandedArguments(node)
    .filter((word) => !hasHeredoc || (word.getRange().start.line === firstLine && !word.getValue().startsWith("<<")))
    .map((word) => ({ value: unquoted(word.getValue()), range: word.getRange() }));
}

/** With variables put in; dockerfile-ast 0.7 recurses without end for an indented instruction outside of any stage. */
function expandedArguments(node: AstInstruction) {
  if (!node.getArgumentsContent()?.includes("$")) return node.getArguments();
  try {
    return node.getExpandedArguments();
  } catch (error) {
    if (error instanceof RangeError) return node.getArguments();
    throw error;
  }
}

/** The exec form, read from the text because dockerfile-ast drops the blanks inside of its strings. */
function jsonWords(source: string, offset: number, lines: TextLines): Word[] | undefined {
  if (!source.trimStart().startsWith("[")) return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(source.replace(/\\\r?\n/g, ""));
  } catch {
    return undefined; // Docker, too, reads what is no JSON array as the shell form
  }
  if (!Array.isArray(parsed) || !parsed.every((word) => typeof word === "string")) return undefined;
  const range: Range = lines.range(offset, offset + source.length);
  return parsed.map((value) => ({ value, range: stringRange(value, source, offset, lines) ?? range }));
}

function stringRange(value: string, source: string, offset: number, lines: TextLines): Range | undefined {
  const at = source.indexOf(JSON.stringify(value));
  return at < 0 ? undefined : lines.range(offset + at + 1, offset + at + 1 + value.length);
}

function readHeredocs(node: AstInstruction, lines: TextLines): Instruction["heredocs"] {
  if (!/^(RUN|COPY|ADD)$/.test(node.getKeyword()) || !node.getArgumentsContent()?.includes("<<")) return [];
  return (node as Run | Copy).getHeredocs().map((heredoc) => {
    const range = heredoc.getContentRange();
    const offset = range === null ? 0 : lines.offset(range.start);
    const content = range === null ? "" : lines.text.slice(offset, lines.offset(range.end));
    return { name: heredoc.getName(), content, offset };
  });
}

interface Flagged {
  getFlags(): { getName(): string; getValue(): string | null }[];
}

function hasFlags(node: AstInstruction): node is AstInstruction & Flagged {
  return "getFlags" in node && typeof node.getFlags === "function";
}

function unquoted(word: string): string {
  return /^(["']).*\1$/.test(word) ? word.slice(1, -1) : word;
}
