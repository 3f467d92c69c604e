import { isNbdevError, NbdevError } from "./nbdev-error.ts";

const refusals: Readonly<Record<string, string>> = {
  ENOSPC: "no space is left on its disk",
  EDQUOT: "your quota is used up",
  EROFS: "its disk is read-only",
  EACCES: "permission denied",
  EPERM: "permission denied",
};

/** What a user can act on: an error of the catalogue, or the system's refusal of a file as FILE_REFUSED; else undefined. */
export function knownError(error: unknown): NbdevError | undefined {
  if (isNbdevError(error)) return error;
  if (!(error instanceof Error)) return undefined;
  const { code = "", path } = error as NodeJS.ErrnoException;
  const reason = refusals[code];
  if (reason === undefined) return undefined;
  return new NbdevError("FILE_REFUSED", { path: path ?? "A file", reason, code }, { cause: error });
}
