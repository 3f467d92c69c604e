const powers = { "": 0, K: 1, M: 2, G: 3, T: 4 } as const;
const pattern = /^(\d+(?:\.\d+)?)([KMGT]?)$/;

/** Bytes of a size such as `512M`, `4G` or `1.5G`, or undefined for anything else. `G` is 2^30, as KubeSpawner reads it. */
export function parseSize(text: string): number | undefined {
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const bytes = Math.round(Number(match[1]) * 1024 ** powers[match[2] as keyof typeof powers]);
  return Number.isSafeInteger(bytes) && bytes > 0 ? bytes : undefined;
}

/** The shortest exact text that `parseSize` reads back, such as `4G`. */
export function formatSize(bytes: number): string {
  for (const unit of ["T", "G", "M", "K"] as const) {
    if (bytes % 1024 ** powers[unit] === 0 && bytes > 0) return `${bytes / 1024 ** powers[unit]}${unit}`;
  }
  return String(bytes);
}
