import { access, constants } from "node:fs/promises";
import { delimiter, isAbsolute, join } from "node:path";
import type { Host } from "../host.ts";

/**
 * The program that the user named, else the first executable file of that name on the host's PATH; relative entries of
 * PATH are passed over.
 */
export async function findOnPath(program: string, host: Pick<Host, "env" | "programs">): Promise<string | undefined> {
  const named = host.programs?.[program];
  if (named !== undefined) return named;
  const folders = (host.env.PATH ?? "").split(delimiter).filter((folder) => isAbsolute(folder));
  for (const folder of folders) {
    const path = join(folder, program);
    const executable = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (executable) return path;
  }
  return undefined;
}
