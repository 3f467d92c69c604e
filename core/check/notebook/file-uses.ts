import { isGuarded, type ModuleImport } from "./imports.ts";
import type { SyntaxNode } from "./syntax-node.ts";

/** A literal path that a cell opens for reading; offsets are the literal's, in the cell. */
export interface FileUse {
  readonly path: string;
  readonly start: number;
  readonly end: number;
  /** Inside of `try` or `if`: the code is ready for its absence. */
  readonly guarded: boolean;
}

export type CallFact = { type: "read"; use: FileUse } | { type: "import"; import: ModuleImport };

const readers =
  /^(read_(csv|excel|json|table|parquet|feather|pickle|hdf|stata|fwf|sas|spss|xml|orc|file)|loadtxt|genfromtxt|fromfile|imread|loadmat|load_img|load_workbook|open_dataset)$/;
const loaders = /^(np|numpy|joblib|torch|librosa|jnp)\.load$/;
const openers = /^(open|io\.open|codecs\.open|gzip\.open|bz2\.open|Image\.open|PIL\.Image\.open|rasterio\.open)$/;
const displays = /^((IPython\.)?display\.)?(Image|SVG|Audio|Video)$/;

/** What a call with a literal first argument reads or imports; undefined for any other call. */
export function readFileUse(call: SyntaxNode, text: (node: SyntaxNode) => string): CallFact | undefined {
  const callee = call.firstChild;
  const argument = callee === null ? undefined : firstLiteral(call, text);
  if (callee === null || argument === undefined) return undefined;
  const name = text(callee).replace(/\s+/g, "");
  const value = literalText(text(argument));
  const place = { start: argument.from, end: argument.to, guarded: isGuarded(call, text) };
  if (name === "importlib.import_module" || name === "import_module" || name === "__import__") {
    return /^[A-Za-z_][\w.]*$/.test(value) ? { type: "import", import: { module: value, ...place } } : undefined;
  }
  const isReader = readers.test(name.replace(/^.*\./, "")) || loaders.test(name) || displays.test(name);
  const isOpener = openers.test(name) && !writes(call, text);
  if (!(isReader || isOpener) || !isPath(value)) return undefined;
  return { type: "read", use: { path: value.replaceAll("\\\\", "\\"), ...place } };
}

/** The first argument, or `filename=`, where it is one plain string. */
function firstLiteral(call: SyntaxNode, text: (node: SyntaxNode) => string): SyntaxNode | undefined {
  const list = call.getChild("ArgList");
  const first = list?.firstChild?.nextSibling;
  const named = first?.name === "VariableName" && text(first) === "filename" ? first.nextSibling?.nextSibling : first;
  if (named?.name !== "String") return undefined;
  const after = named.nextSibling?.name;
  if (after !== "," && after !== ")") return undefined;
  return /^[rRuU]?["']/.test(text(named)) ? named : undefined;
}

function writes(call: SyntaxNode, text: (node: SyntaxNode) => string): boolean {
  const list = call.getChild("ArgList");
  const source = list === null ? "" : text(list);
  return /(,\s*|mode\s*=\s*)["'][rbt]*[waxWAX+][bt+]*["']/.test(source);
}

/** Neither a URL nor a pattern nor data. */
function isPath(value: string): boolean {
  return (
    value !== "" &&
    value.length < 260 &&
    !/^[a-z][a-z0-9+.-]+:\/\/|^data:|[\n{}*<>|]/i.test(value) &&
    /[\w)]$/.test(value)
  );
}

/** The text between the quotes of a string literal, escapes left as they are. */
export function literalText(literal: string): string {
  return literal.replace(/^[a-zA-Z]*("""|'''|"|')/, "").replace(/("""|'''|"|')$/, "");
}
