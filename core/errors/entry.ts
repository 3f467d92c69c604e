/** One row of the catalogue: what to say and what to advise, from the facts that the thrower has at hand. */
export interface ErrorEntry<Facts> {
  /** When this happens, for `docs/errors.md`. */
  readonly when: string;
  message(facts: Facts): string;
  hint(facts: Facts): string;
}

/** Declares a row; the facts' type is read off the functions by whoever throws it. */
export function entry<Facts extends object>(row: ErrorEntry<Facts>): ErrorEntry<Facts> {
  return row;
}
