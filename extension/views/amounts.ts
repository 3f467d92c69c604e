const units = ["B", "KiB", "MiB", "GiB", "TiB"];

/** Bytes for a person, such as `1.5 GiB`. */
export function bytesOf(count: number): string {
  const exponent = count < 1024 ? 0 : Math.min(Math.floor(Math.log2(count) / 10), units.length - 1);
  const value = count / 1024 ** exponent;
  return `${exponent === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[exponent]}`;
}

/** How long ago a moment (ISO 8601) was, in the unit that tells most: `under a minute`, `5 min`, `3 h`, `2 d`. */
export function ageOf(moment: string, now: Date): string {
  const minutes = Math.max(0, Math.floor((now.getTime() - Date.parse(moment)) / 60_000));
  if (minutes < 1) return "under a minute";
  if (minutes < 120) return `${minutes} min`;
  return minutes < 48 * 60 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / (24 * 60))} d`;
}
