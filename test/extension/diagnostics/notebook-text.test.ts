import { describe, expect, it } from "vitest";
import { notebookText } from "../../../extension/diagnostics/notebook-text.ts";

const kernelspec = { name: "python3", language: "python" };
const cell = { isCode: true, language: "python", text: "import jax", metadata: { id: "a1" } };

describe("notebookText", () => {
  it("is the file without outputs", () => {
    const markdown = { isCode: false, language: "markdown", text: "# One\r\n", metadata: {} };
    const raw = { isCode: true, language: "raw", text: "", metadata: {} };
    const text = notebookText({ metadata: { nbformat: 3, metadata: { kernelspec } }, cells: [cell, markdown, raw] });
    expect(JSON.parse(text)).toEqual({
      nbformat: 3,
      metadata: { kernelspec },
      cells: [
        { cell_type: "code", id: "a1", source: "import jax" },
        { cell_type: "markdown", source: "# One\r\n" },
        { cell_type: "raw", source: "" },
      ],
    });
  });

  it("reads the metadata of older VS Codes, and of a new notebook", () => {
    const old = { custom: { nbformat: 4, metadata: { kernelspec } } };
    const { metadata, cells } = JSON.parse(
      notebookText({ metadata: old, cells: [{ ...cell, metadata: { custom: { id: "b2" } } }] }),
    );
    expect([metadata, cells[0].id]).toEqual([{ kernelspec }, "b2"]);
    expect(JSON.parse(notebookText({ metadata: {}, cells: [] }))).toEqual({ nbformat: 4, metadata: {}, cells: [] });
  });
});
