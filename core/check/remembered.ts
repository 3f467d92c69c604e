/**
 * A pure function of one text that remembers its last results: of an edited file, all lines or cells but one are the same.
 * Holds at most `most` of them, the oldest go first.
 */
export function remembered<Result>(read: (text: string) => Result, most: number): (text: string) => Result {
  const results = new Map<string, Result>();
  return (text) => {
    const known = results.get(text);
    if (known !== undefined) return known;
    const result = read(text);
    const [oldest] = results.keys();
    if (results.size >= most && oldest !== undefined) results.delete(oldest);
    results.set(text, result);
    return result;
  };
}

/** The same for a function of one object, for as long as that lives. */
export function rememberedBy<Key extends object, Result>(read: (key: Key) => Result): (key: Key) => Result {
  const results = new WeakMap<Key, { readonly result: Result }>();
  return (key) => {
    const known = results.get(key) ?? { result: read(key) };
    results.set(key, known);
    return known.result;
  };
}
