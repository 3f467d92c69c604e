import { access, readFile } from "node:fs/promises";

/** All lines of a log; none where there is no such file yet. */
export async function allLines(file: string): Promise<string[]> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  return text.trimEnd().split("\n");
}

export async function lastLines(file: string, count: number): Promise<string[]> {
  return (await allLines(file)).slice(-count);
}

export function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
