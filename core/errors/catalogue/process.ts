import { entry } from "../entry.ts";

export const processErrors = {
  PYTHON_MISSING: entry<{ found: string }>({
    when: "no Python of version 3.10 or later is on PATH",
    message: ({ found }) => `The process runtime needs Python 3.10 or later; ${found}.`,
    hint: () => "Install it (Debian: sudo apt install python3 python3-venv; macOS: brew install python@3.12).",
  }),
  PYTHON_WITHOUT_VENV: entry<{ python: string }>({
    when: "Python is there, but neither its venv, nor uv, nor its pip (for virtualenv) can make a virtual environment",
    message: ({ python }) => `${python} cannot make a virtual environment.`,
    hint: () => "Install the missing part (Debian: sudo apt install python3-venv), or uv; then repeat the command.",
  }),
  PYPI_UNREACHABLE: entry<object>({
    when: "packages must be installed and the package index cannot be reached; with a full cache it is not needed",
    message: () => "The Python package index cannot be reached, and the cache does not have what is needed.",
    hint: () => "Check the connection and the proxy settings (HTTPS_PROXY, PIP_INDEX_URL), then repeat the command.",
  }),
  REQUIREMENT_NOT_INSTALLABLE: entry<{ requirement: string; places: string; reason: string }>({
    when: "pip cannot install something that the Dockerfile or a requirements file asks for",
    message: ({ requirement, places, reason }) => `${requirement} (${places}) cannot be installed: ${reason}.`,
    hint: ({ requirement }) =>
      `Correct the name or the version, and try it alone: pip download --no-deps '${requirement}'`,
  }),
  DATABASE_INVALID: entry<{ problem: string }>({
    when: "the URL of --database or NBDEV_DATABASE is not one of PostgreSQL, or that of --database has a password in it",
    message: ({ problem }) => `The hub's database ${problem}.`,
    hint: () => "Put it into the environment: NBDEV_DATABASE=postgresql://user:password@127.0.0.1:5432/name nbdev up",
  }),
  CACHE_FULL: entry<{ folder: string }>({
    when: "the disk that holds nbdev's cache is full; nothing half-made is left on it",
    message: ({ folder }) => `No space is left for the Python environments in ${folder}.`,
    hint: () => "Free about 1 GB there, or move the cache: NBDEV_CACHE_DIR=/another/disk nbdev up",
  }),
  PROCESS_RUNTIME_UNSUPPORTED: entry<{ platform: string }>({
    when: "the process runtime is asked for on a system other than Linux",
    message: ({ platform }) => `The process runtime needs Linux (its /proc and cgroups); this is ${platform}.`,
    hint: () => "Start a Docker engine and use: nbdev up --runtime kind (on Windows, WSL 2 is Linux too).",
  }),
};
