/** Bytes as a person reads them, in binary units. */
export function readableBytes(bytes: number | undefined): string {
  if (bytes === undefined) return "?";
  return bytes >= 2 ** 30 ? `${(bytes / 2 ** 30).toFixed(1)} GiB` : `${Math.round(bytes / 2 ** 20)} MiB`;
}

/** How long ago, in the largest unit that is not zero. */
export function readableAge(since: string | undefined, now: Date): string {
  if (since === undefined) return "?";
  const seconds = Math.max(0, Math.round((now.getTime() - new Date(since).getTime()) / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  return `${Math.floor(seconds / 3600)} h`;
}
