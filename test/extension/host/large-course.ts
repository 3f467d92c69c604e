import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { misspeltDockerfile, misspeltNotebook } from "./misspelt-course.ts";

const notebooks = 500;

/** A course of 500 notebooks, hello.ipynb and n002.ipynb to n500.ipynb; each has a finding, and so has its Dockerfile. */
export async function writeLargeCourse(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "Dockerfile"), misspeltDockerfile);
  await writeFile(join(folder, "requirements.txt"), "humanize==4.12.3\n");
  const names = Array.from({ length: notebooks }, (_, index) => `n${String(index + 1).padStart(3, "0")}.ipynb`);
  names[0] = "hello.ipynb";
  await Promise.all(names.map((name) => writeFile(join(folder, name), misspeltNotebook)));
}
