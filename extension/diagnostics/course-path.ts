/**
 * The POSIX path of a file within a directory, `""` for the directory itself; undefined for what lies elsewhere. Both are
 * absolute, as this system writes them.
 */
export function pathWithin(directory: string, file: string): string | undefined {
  const [from, to] = [slashed(directory), slashed(file)];
  if (to === from) return "";
  return to.startsWith(`${from}/`) ? to.slice(from.length + 1) : undefined;
}

function slashed(path: string): string {
  const drive = /^[A-Za-z]:/.exec(path)?.[0];
  const written = drive === undefined ? path : path.replaceAll("\\", "/").replace(drive, drive.toLowerCase());
  return written.replace(/\/+$/, "");
}
