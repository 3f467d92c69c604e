import { homedir } from "node:os";
import { join } from "node:path";
import envPaths from "env-paths";
import type { Directories, Host } from "../host.ts";

/**
 * The machine as this process sees it. `installation` is the folder of nbdev's own files, which only the shell knows:
 * a bundle lies elsewhere than its sources.
 */
export function hostFromProcess(installation: string, env: Host["env"] = process.env): Host {
  return {
    env,
    platform: process.platform,
    architecture: process.arch,
    homeDirectory: homedir(),
    nodePath: process.execPath,
    installation,
    directories: directoriesFrom(env),
  };
}

/**
 * The platform's usual places, each of which one variable can move (NBDEV_CACHE_DIR, NBDEV_STATE_DIR,
 * NBDEV_RUNTIME_DIR). Without XDG_RUNTIME_DIR, sockets live below the state: a folder in /tmp could be another user's.
 */
function directoriesFrom(env: Host["env"]): Directories {
  const usual = envPaths("nbdev", { suffix: "" });
  const state = nonEmpty(env.NBDEV_STATE_DIR) ?? usual.data;
  const sessionDirectory = nonEmpty(env.XDG_RUNTIME_DIR);
  return {
    cache: nonEmpty(env.NBDEV_CACHE_DIR) ?? usual.cache,
    state,
    runtime:
      nonEmpty(env.NBDEV_RUNTIME_DIR) ??
      (sessionDirectory === undefined ? join(state, "run") : join(sessionDirectory, "nbdev")),
  };
}

function nonEmpty(value: string | undefined): string | undefined {
  return value === "" ? undefined : value;
}
