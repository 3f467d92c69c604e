import type { SyntaxNode } from "./syntax-node.ts";

/** One module that a cell imports; offsets count within the cell. */
export interface ModuleImport {
  /** Dotted, as written; without leading dots, which only local modules have. */
  readonly module: string;
  readonly start: number;
  readonly end: number;
  /** Inside of `try`, `if` or `with suppress(…)`: the code is ready for its absence. */
  readonly guarded: boolean;
}

/** The modules that an import statement names; none for a relative one. */
export function importsOf(statement: SyntaxNode, text: (node: SyntaxNode) => string): ModuleImport[] {
  const guarded = isGuarded(statement, text);
  const found: ModuleImport[] = [];
  const isFrom = statement.firstChild?.name === "from";
  let module = "";
  let start = 0;
  let end = 0;
  let inAlias = false;
  const finish = () => {
    if (module !== "") found.push({ module, start, end, guarded });
    module = "";
    inAlias = false;
  };
  for (let node = statement.firstChild?.nextSibling; node; node = node.nextSibling) {
    if (isFrom && node.name === "import") break;
    if (isFrom && module === "" && (node.name === "." || node.name === "...")) return [];
    if (node.name === ",") finish();
    else if (node.name === "as") inAlias = true;
    else if (!inAlias && (node.name === "VariableName" || node.name === ".")) {
      if (module === "") start = node.from;
      module += text(node);
      end = node.to;
    }
  }
  finish();
  return found;
}

export function isGuarded(node: SyntaxNode, text: (node: SyntaxNode) => string): boolean {
  for (let parent = node.parent; parent; parent = parent.parent) {
    if (parent.name === "TryStatement" || parent.name === "IfStatement") return true;
    if (parent.name === "WithStatement" && /\bsuppress\s*\(/.test(text(parent).slice(0, 200))) return true;
  }
  return false;
}
