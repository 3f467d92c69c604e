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
