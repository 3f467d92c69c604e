import { z } from "zod";
import type { CellReference, Position } from "../diagnostic.ts";
import { remembered } from "../remembered.ts";
import { TextLines } from "../text-lines.ts";
import { type CodeFacts, readCode } from "./code-facts.ts";
import { type NotebookLink, readLinks } from "./markdown-links.ts";

/** What the rules need of a notebook; the outputs are not kept. */
export interface NotebookFacts {
  readonly path: string;
  readonly cells: readonly CellFacts[];
  readonly format: number | undefined;
  readonly kernel: { readonly name: string | undefined; readonly language: string | undefined };
  /** Bytes of the file that are neither code nor text: outputs, widgets, attachments. */
  readonly outputBytes: number;
  /** Every word of code and text, in lower case, `-` and `.` as `_`. */
  readonly words: ReadonlySet<string>;
  /** Why the file is no notebook. */
  readonly problem: { readonly message: string; readonly position: Position } | undefined;
}

export interface CellFacts extends CellReference {
  readonly type: "code" | "markdown" | "raw";
  readonly lines: TextLines;
  /** Undefined for other languages, and for cells of another cell magic. */
  readonly code: CodeFacts | undefined;
  readonly links: readonly NotebookLink[];
}

const cellSchema = z.object({
  cell_type: z.string().catch("raw"),
  id: z.string().optional().catch(undefined),
  source: z.union([z.string(), z.array(z.string()).transform((lines) => lines.join(""))]).catch(""),
});

const notebookSchema = z.object({
  nbformat: z.number().optional().catch(undefined),
  metadata: z
    .object({
      kernelspec: z
        .object({ name: z.string().optional().catch(undefined), language: z.string().optional().catch(undefined) })
        .optional()
        .catch(undefined),
      language_info: z
        .object({ name: z.string().optional().catch(undefined) })
        .optional()
        .catch(undefined),
    })
    .optional()
    .catch(undefined),
  cells: z.array(cellSchema).optional().catch(undefined),
});

type RawCell = z.infer<typeof cellSchema>;

/** Reads a notebook of any age; never throws, whatever the text. `size` is the file's, in bytes. */
export function parseNotebook(path: string, text: string, size: number): NotebookFacts {
  if (text.trim() === "") return withProblem(path, "This file is empty", { line: 0, character: 0 });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return withProblem(path, "This is no valid JSON", jsonErrorPosition(error, text));
  }
  const parsed = notebookSchema.safeParse(json);
  if (!parsed.success) return withProblem(path, "This is JSON, but no notebook", { line: 0, character: 0 });
  const { nbformat, metadata, cells } = parsed.data;
  if (cells === undefined && (nbformat === undefined || nbformat >= 4)) {
    return withProblem(path, "This notebook has no list of cells", { line: 0, character: 0 });
  }
  const language = metadata?.kernelspec?.language ?? metadata?.language_info?.name;
  const facts = (cells ?? []).map((cell, index) =>
    readCell(cell, index, isPython(language, metadata?.kernelspec?.name)),
  );
  const sourceBytes = facts.reduce((sum, cell) => sum + cell.lines.text.length, 0);
  return {
    path,
    cells: facts,
    format: nbformat,
    kernel: { name: metadata?.kernelspec?.name, language },
    outputBytes: Math.max(0, size - sourceBytes),
    words: wordsOf(facts),
    problem: undefined,
  };
}

function wordsOf(cells: readonly CellFacts[]): Set<string> {
  const words = cells.flatMap(({ lines }) => lines.text.toLowerCase().match(/\w[\w.-]*\w/g) ?? []);
  return new Set(words.flatMap((word) => [word.replace(/[.-]/g, "_"), ...word.split(/[.-]/)]));
}

/** Whether the code cells are Python as far as the notebook tells; one without metadata is. */
export function isPython(language: string | undefined, kernel: string | undefined): boolean {
  if (language !== undefined) return /^i?python\d*$/i.test(language);
  return kernel === undefined || /^python/i.test(kernel);
}

const rememberedCells = 2_000;
const codeOf = remembered(readCode, rememberedCells);

function readCell(cell: RawCell, index: number, python: boolean): CellFacts {
  const type = cell.cell_type === "code" || cell.cell_type === "markdown" ? cell.cell_type : "raw";
  return {
    index,
    ...(cell.id === undefined ? {} : { id: cell.id }),
    type,
    lines: new TextLines(cell.source),
    code: type === "code" && python ? codeOf(cell.source) : undefined,
    links: type === "markdown" ? readLinks(cell.source) : [],
  };
}

function withProblem(path: string, message: string, position: Position): NotebookFacts {
  const kernel = { name: undefined, language: undefined };
  return {
    path,
    cells: [],
    format: undefined,
    kernel,
    outputBytes: 0,
    words: new Set(),
    problem: { message, position },
  };
}

/** Where a merge left its marker, else where V8 says (`… at position 17`), else the end: then the text just stops. */
function jsonErrorPosition(error: unknown, text: string): Position {
  const marker = /^<{7}[ \r\n]/m.exec(text)?.index;
  const position = /at position (\d+)/.exec(error instanceof Error ? error.message : "")?.[1];
  const end = text.trimStart().startsWith("{") ? text.length : 0;
  return new TextLines(text).position(marker ?? Number(position ?? end));
}
