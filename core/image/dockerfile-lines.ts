import { DockerfileParser, type From, type Instruction } from "dockerfile-ast";

/** Where an instruction of a Dockerfile stands. */
export interface DockerfileLine {
  /** 1-based. */
  readonly line: number;
  /** On one line, without continuations. */
  readonly text: string;
}

/**
 * The instruction of a build step, by its number where the builder gives one (`[builder 2/3] RUN make` of BuildKit,
 * `Step 4/9 : RUN make` of the classic builder), else by the text that the name quotes; undefined: neither is there.
 */
export function findInstruction(dockerfile: string, stepName: string): DockerfileLine | undefined {
  const quoted = squeeze(stepName.replace(/^(?:\[[^\]]*\]|Step \d+\/\d+ :)\s*/, ""));
  const instructions = DockerfileParser.parse(dockerfile).getInstructions();
  const numbered = classicStep(instructions, stepName) ?? buildkitStep(instructions, stepName);
  if (numbered && quoted.toUpperCase().startsWith(numbered.getKeyword())) return describe(numbered);
  const match = instructions.find((instruction) => squeeze(textOf(instruction)) === quoted);
  return match && describe(match);
}

/** The classic builder counts every instruction of the file. */
function classicStep(instructions: readonly Instruction[], stepName: string): Instruction | undefined {
  const position = stepName.match(/^Step (\d+)\/\d+ :/)?.[1];
  return position === undefined ? undefined : instructions[Number(position) - 1];
}

/** BuildKit counts within a stage, and only what makes a layer; the base counts where it is no stage of the same file. */
function buildkitStep(instructions: readonly Instruction[], stepName: string): Instruction | undefined {
  const [, words = "", position, total] = stepName.match(/^\[([^\]]*?)\s*(\d+)\/(\d+)\]/) ?? [];
  const stage = stagesOf(instructions).find(({ names }) => names.includes(words.split(" ").at(-1) ?? ""));
  if (stage === undefined) return undefined;
  const counted = Number(total) - stage.layers.length;
  return [...Array<Instruction>(counted > 0 ? counted : 0).fill(stage.from), ...stage.layers][Number(position) - 1];
}

interface Stage {
  /** What BuildKit may call it: nothing where it is the only one. */
  readonly names: readonly string[];
  readonly from: Instruction;
  readonly layers: Instruction[];
}

function stagesOf(instructions: readonly Instruction[]): Stage[] {
  const stages: Stage[] = [];
  const isOnly = instructions.filter(isFrom).length === 1;
  for (const instruction of instructions) {
    if (isFrom(instruction)) {
      const name = instruction.getBuildStage()?.toLowerCase();
      const names = [...(name ? [name] : []), `stage-${stages.length}`, ...(isOnly ? [""] : [])];
      stages.push({ names, from: instruction, layers: [] });
    } else if (/^(RUN|COPY|ADD|WORKDIR)$/.test(instruction.getKeyword())) stages.at(-1)?.layers.push(instruction);
  }
  return stages;
}

function isFrom(instruction: Instruction): instruction is From {
  return instruction.getKeyword() === "FROM";
}

/** The images that the FROMs name, as far as they do so without arguments and are no stage of the same file. */
export function baseImages(dockerfile: string): string[] {
  const froms = DockerfileParser.parse(dockerfile).getFROMs();
  const stages = froms.map((from) => from.getBuildStage()?.toLowerCase());
  return froms
    .map((from) => from.getImage() ?? "")
    .filter((image) => image !== "" && !image.includes("$") && !stages.includes(image.toLowerCase()));
}

/** The FROM that names an image, as far as it does so without arguments. */
export function findFrom(dockerfile: string, reference: string): DockerfileLine | undefined {
  const froms = DockerfileParser.parse(dockerfile).getFROMs();
  const match = froms.find((from) => {
    const image = from.getImage() ?? "";
    return (
      image !== "" &&
      (reference === image || reference.endsWith(`/${image}`) || reference.startsWith(`docker.io/library/${image}`))
    );
  });
  const [only] = froms;
  return match ? describe(match) : froms.length === 1 && only ? describe(only) : undefined;
}

function describe(instruction: Instruction): DockerfileLine {
  return { line: instruction.getRange().start.line + 1, text: squeeze(textOf(instruction)) };
}

function textOf(instruction: Instruction): string {
  return `${instruction.getKeyword()} ${instruction.getArgumentsContent() ?? instruction.getRawArgumentsContent() ?? ""}`;
}

function squeeze(text: string): string {
  return text
    .replace(/\\\r?\n/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}
