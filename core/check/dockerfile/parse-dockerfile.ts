import {
  type Instruction as AstInstruction,
  type Copy,
  DockerfileParser,
  type Env,
  type From,
  type Run,
} from "dockerfile-ast";
import type { Range } from "../diagnostic.ts";
import { TextLines } from "../text-lines.ts";
import { type BaseImage, parseBaseImage } from "./base-image.ts";
import type { Instruction, Word } from "./instruction.ts";
import { type PlainRun, separatePlainRuns } from "./plain-runs.ts";

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
  const lines = new TextLines(text);
  const { runs, rest } = separatePlainRuns(lines);
  const pending = [...runs];
  let stage = -1;
  const instructions: Instruction[] = [];
  const stages: Stage[] = [];
  const takeRuns = (before: number) => {
    while ((pending[0]?.range.start.line ?? before) < before)
      instructions.push({ ...(pending.shift() as PlainRun), stage });
  };
  for (const node of DockerfileParser.parse(rest).getInstructions()) {
    takeRuns(node.getRange().start.line);
    if (node.getKeyword() === "FROM") stage++;
    const instruction = readInstruction(node, lines, stage);
    instructions.push(instruction);
    if (instruction.keyword === "FROM") stages.push(readStage(node as From, instruction));
  }
  takeRuns(lines.count);
  const chain = stageChain(stages);
  const first = chain[0];
  const root = first === undefined ? undefined : stages[first];
  return {
    path,
    lines,
    stages,
    instructions,
    imageInstructions: chain.flatMap((number) => instructions.filter((instruction) => instruction.stage === number)),
    base: root && parseBaseImage(root.source, root.platform),
    baseInstruction: root?.from,
  };
}

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

function readStage(node: From, instruction: Instruction): Stage {
  return {
    from: instruction,
    name: node.getBuildStage() ?? undefined,
    source: instruction.words[0]?.value ?? "",
    platform: instruction.flags.find(({ name }) => name === "platform")?.value,
  };
}

function readInstruction(node: AstInstruction, lines: TextLines, stage: number): Instruction {
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
    stage,
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
  return heredocsOf(node as Run | Copy).map((heredoc) => {
    const range = heredoc.getContentRange();
    const offset = range === null ? 0 : lines.offset(range.start);
    const content = range === null ? "" : lines.text.slice(offset, lines.offset(range.end));
    return { name: heredoc.getName(), content, offset };
  });
}

/** dockerfile-ast 0.7 throws for a heredoc whose end it meets again behind a line that goes on. */
function heredocsOf(node: Run | Copy) {
  try {
    return node.getHeredocs();
  } catch (error) {
    if (error instanceof TypeError) return [];
    throw error;
  }
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
