import type { parser } from "@lezer/python";

/** A node of Lezer's tree. */
export type SyntaxNode = ReturnType<typeof parser.parse>["topNode"];
