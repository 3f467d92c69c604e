import { DockerfileParser, type Instruction } from "dockerfile-ast";

/** Where an instruction of a Dockerfile stands. */
export interface DockerfileLine {
  /** 1-based. */
  readonly line: number;
  /** On one line, without continuations. */
  readonly text: string;
}

/** The instruction that a build step's name quotes (`[2/3] RUN pip install x`), or undefined. */
export function findInstruction(dockerfile: string, stepName: string): DockerfileLine | undefined {
  const quoted = squeeze(stepName.replace(/^\[[^\]]*\]\s*/, ""));
  const instructions = DockerfileParser.parse(dockerfile).getInstructions();
  const match = instructions.find((instruction) => squeeze(textOf(instruction)) === quoted);
  return match && describe(match);
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
