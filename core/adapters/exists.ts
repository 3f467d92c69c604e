import { access } from "node:fs/promises";

/** Whether something of that path can be reached. */
export function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
