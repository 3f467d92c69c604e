import { homedir } from "node:os";
import { join, resolve } from "node:path";
import envPaths from "env-paths";
import type { Host } from "../core/index.ts";

/** The host as this process sees it; NBDEV_CACHE_DIR, NBDEV_STATE_DIR and NBDEV_RUNTIME_DIR move nbdev's own folders. */
export function hostOfProcess({ env, platform, arch, execPath }: NodeJS.Process): Host {
  const paths = envPaths("nbdev", { suffix: "" });
  return {
    env,
    platform,
    architecture: arch,
    homeDirectory: homedir(),
    nodePath: execPath,
    installation: resolve(import.meta.dirname, ".."),
    directories: {
      cache: env.NBDEV_CACHE_DIR ?? paths.cache,
      state: env.NBDEV_STATE_DIR ?? paths.data,
      runtime: env.NBDEV_RUNTIME_DIR ?? (env.XDG_RUNTIME_DIR ? join(env.XDG_RUNTIME_DIR, "nbdev") : paths.temp),
    },
  };
}
