import { parser } from "@lezer/python";
import { type FileUse, literalText, readFileUse } from "./file-uses.ts";
import { importsOf, type ModuleImport } from "./imports.ts";
import { type MagicLine, withoutMagics } from "./magics.ts";
import type { SyntaxNode } from "./syntax-node.ts";

/** What a code cell does to the world outside of it, as far as literals tell; offsets count within the cell. */
export interface CodeFacts {
  readonly imports: readonly ModuleImport[];
  readonly magics: readonly MagicLine[];
  /** Files opened for reading by a literal path. */
  readonly reads: readonly FileUse[];
  /** Every other string literal: a file named here may be made here. */
  readonly otherStrings: readonly string[];
  /** `os.chdir`, `%cd`: relative paths mean something else from here on. */
  readonly changesDirectory: boolean;
  /** `sys.path` is changed: imports may come from other directories of the course. */
  readonly changesModulePath: boolean;
  /** Downloads or unpacks something: files may come from there. */
  readonly producesFiles: boolean;
}

const producers =
  /\b(urlretrieve|extractall|unpack_archive|wget\.download|gdown|snapshot_download|hf_hub_download|download\w*|os\.system|subprocess|Popen|check_call|fetch_\w+|copyfile|copytree|pooch|makedirs)\b/;
/** Writes a file whose name is computed: `df.to_csv(name)`, `open(f"{n}.csv", "w")`. */
const computedWriter =
  /\.(to_(csv|excel|json|parquet|feather|pickle|hdf|stata)|save(z|z_compressed|txt|fig)?)\(\s*(f["']|[^\s"'rbuRBU)])|\bopen\(\s*(f["']|[^\s"'rbuRBU)])[^()]*,\s*(mode\s*=\s*)?["'][wax]/;
const producingCommands =
  /^\s*(sudo\s+)?(wget|curl|git|unzip|tar|gunzip|7z|gdown|kaggle|aws|gsutil|cp|mv|make|bash|sh|python\d?|dvc)\b/;

/** Reads the code of one cell; of one that a cell magic hands to something other than Python, only the magics. */
export function readCode(source: string): CodeFacts {
  const { python, magics, isPython } = withoutMagics(source);
  if (!isPython) return { ...nothing, magics, producesFiles: true };
  const imports: ModuleImport[] = [];
  const reads: FileUse[] = [];
  const strings = new Map<number, string>();
  const text = (node: SyntaxNode) => python.slice(node.from, node.to);
  parser.parse(python).iterate({
    enter(reference) {
      if (reference.name === "ImportStatement") imports.push(...importsOf(reference.node, text));
      else if (reference.name === "String") strings.set(reference.from, literalText(text(reference.node)));
      else if (reference.name === "CallExpression") {
        const call = readFileUse(reference.node, text);
        if (call?.type === "import") imports.push(call.import);
        if (call?.type === "read") reads.push(call.use);
      }
    },
  });
  for (const read of reads) strings.delete(read.start);
  return {
    imports,
    magics,
    reads,
    otherStrings: [...strings.values()],
    changesDirectory: /\bchdir\s*\(/.test(python) || magics.some(({ name }) => name === "cd"),
    changesModulePath: /\bsys\.path\b|\bsite\.addsitedir\b/.test(python),
    producesFiles:
      producers.test(python) ||
      computedWriter.test(python) ||
      magics.some((magic) => magic.name === "!" && producingCommands.test(magic.rest)),
  };
}

const nothing: CodeFacts = {
  imports: [],
  magics: [],
  reads: [],
  otherStrings: [],
  changesDirectory: false,
  changesModulePath: false,
  producesFiles: false,
};
