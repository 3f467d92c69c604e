import { posix } from "node:path";
import { NbdevError } from "../../errors/index.ts";
import type { TaskContext } from "../../progress/index.ts";
import type { HubApi } from "../api/hub-api.ts";
import type { UserServer } from "../status.ts";

/** What a started server must be to count as what a learner would get. */
export interface Expectation {
  /** Manifest digest of the image that was delivered; undefined where the runtime cannot tell. */
  readonly digest: string | undefined;
  readonly notebook: string | undefined;
}

/**
 * Proves that a learner would see the notebook: the server runs the delivered image, its contents API finds the file
 * (a page's 200 proves nothing: Notebook 7 answers it for any path), and the page is served. Throws STALE_IMAGE,
 * NOTEBOOK_NOT_IN_IMAGE or HUB_UNREACHABLE.
 */
export async function verifyServer(
  hub: HubApi,
  server: Pick<UserServer, "user" | "image">,
  expected: Expectation,
  task: TaskContext,
): Promise<void> {
  if (server.image.digest !== expected.digest) {
    throw new NbdevError("STALE_IMAGE", {
      expected: expected.digest ?? "unknown",
      actual: server.image.digest ?? "unknown",
    });
  }
  const { user } = server;
  if (expected.notebook !== undefined && !(await hub.hasFile(user, expected.notebook, task))) {
    const similar = await findSimilar(hub, user, expected.notebook, task);
    throw new NbdevError("NOTEBOOK_NOT_IN_IMAGE", {
      notebook: expected.notebook,
      directory: "start directory",
      similar,
    });
  }
  const page = expected.notebook === undefined ? "/tree" : `/notebooks/${encodePath(expected.notebook)}`;
  const status = await hub.pageStatus(user, page, task);
  if (status !== 200) throw new NbdevError("HUB_UNREACHABLE", { url: page, reason: `the page answers ${status}` });
}

/** The path of the server's that differs only in case, or has the same name in the start directory. */
async function findSimilar(
  hub: HubApi,
  user: string,
  notebook: string,
  task: TaskContext,
): Promise<string | undefined> {
  const sameButCase = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
  let found = "";
  for (const part of notebook.split("/")) {
    const names = await hub.listDirectory(user, found, task);
    const match = names?.find((name) => name === part) ?? names?.find((name) => sameButCase(name, part));
    if (match === undefined) return inStartDirectory(hub, user, posix.basename(notebook), task);
    found = posix.join(found, match);
  }
  return found;
}

async function inStartDirectory(
  hub: HubApi,
  user: string,
  name: string,
  task: TaskContext,
): Promise<string | undefined> {
  const names = await hub.listDirectory(user, "", task);
  return names?.find((each) => each.toLowerCase() === name.toLowerCase());
}

function encodePath(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}
