const units = ["B", "KiB", "MiB", "GiB", "TiB"];

/** Bytes for a person, such as `1.5 GiB`. */
export function bytes(count: number): string {
  const exponent = count < 1024 ? 0 : Math.min(Math.floor(Math.log2(count) / 10), units.length - 1);
  const value = count / 1024 ** exponent;
  return `${exponent === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[exponent]}`;
}

/** How far a step is, such as `12 MiB of 40 MiB` or `3 of 7 steps`. */
export function amount(progress: { current: number; total: number | undefined; unit: "bytes" | "steps" }): string {
  const show = (count: number) => (progress.unit === "bytes" ? bytes(count) : String(count));
  const unit = progress.unit === "steps" ? " steps" : "";
  return progress.total === undefined
    ? `${show(progress.current)}${unit}`
    : `${show(progress.current)} of ${show(progress.total)}${unit}`;
}
