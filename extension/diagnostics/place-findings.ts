import type { Diagnostic, Range } from "../../core/index.ts";

/** A finding where an editor shows it: `place` names the document, `range` counts in it. */
export interface PlacedFinding {
  readonly place: string;
  readonly range: Range;
  readonly message: string;
  readonly finding: Diagnostic;
}

/** Where a course's documents are. */
export interface OpenDocuments {
  /** The name of a file of the course. */
  file(path: string): string;
  /** The names of an open notebook's cells, in order; undefined for one that is not open. */
  cells(path: string): readonly string[] | undefined;
}

/**
 * Findings by document. In an open notebook they lie on their cell, and those about the whole of it on its first one; in
 * a closed one on the file, which has no lines to show.
 */
export function placeFindings(
  findings: readonly Diagnostic[],
  documents: OpenDocuments,
): Map<string, readonly PlacedFinding[]> {
  const placed = new Map<string, PlacedFinding[]>();
  for (const finding of findings) {
    const here = { ...placeOf(finding, documents), finding };
    const others = placed.get(here.place);
    if (others === undefined) placed.set(here.place, [here]);
    else others.push(here);
  }
  return placed;
}

/** The documents whose findings are not what is shown of them; for one without any, none. */
export function changedPlaces(
  shown: ReadonlyMap<string, readonly PlacedFinding[]>,
  wanted: ReadonlyMap<string, readonly PlacedFinding[]>,
): Map<string, readonly PlacedFinding[]> {
  const changed = new Map<string, readonly PlacedFinding[]>();
  for (const place of new Set([...shown.keys(), ...wanted.keys()])) {
    const now = wanted.get(place) ?? [];
    if (JSON.stringify(shown.get(place) ?? []) !== JSON.stringify(now)) changed.set(place, now);
  }
  return changed;
}

function placeOf(finding: Diagnostic, documents: OpenDocuments): Omit<PlacedFinding, "finding"> {
  const { path, range, cell } = finding;
  const message = `${finding.message}\n${finding.hint}`;
  const cells = documents.cells(path);
  const place = cells?.[cell?.index ?? 0];
  if (place !== undefined) return { place, range: cell === undefined ? start : range, message };
  if (cell === undefined) return { place: documents.file(path), range, message };
  return { place: documents.file(path), range: start, message: `Cell ${cell.index + 1}: ${message}` };
}

const start: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
