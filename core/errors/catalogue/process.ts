import { entry } from "../entry.ts";

export const processErrors = {
  PYTHON_MISSING: entry<{ found: string }>({
    when: "no Python of version 3.10 or later is on PATH",
    message: ({ found }) => `The process runtime needs Python 3.10 or later; ${found}.`,
    hint: () => "Install it (Debian: sudo apt install python3 python3-venv; macOS: brew install python@3.12).",
  }),
  PYTHON_WITHOUT_VENV: entry<{ python: string }>({
    when: "Python is there, but cannot make virtual environments (Debian keeps venv and ensurepip in a package)",
    message: ({ python }) => `${python} cannot make a virtual environment.`,
    hint: () => "Install the missing part (Debian: sudo apt install python3-venv), then repeat the command.",
  }),
  PYPI_UNREACHABLE: entry<object>({
    when: "packages must be installed and the package index cannot be reached; with a full cache it is not needed",
    message: () => "The Python package index cannot be reached, and the cache does not have what is needed.",
    hint: () => "Check the connection and the proxy settings (HTTPS_PROXY, PIP_INDEX_URL), then repeat the command.",
  }),
  REQUIREMENT_NOT_INSTALLABLE: entry<{ requirement: string | undefined; line: number | undefined }>({
    when: "pip cannot install something that the Dockerfile or a requirements file asks for",
    message: ({ requirement, line }) =>
      `${requirement ?? "A requirement"}${line === undefined ? "" : `, asked for by Dockerfile line ${line},`} cannot be installed.`,
    hint: () =>
      "See pip's last lines above; correct the name or the version, and try it alone: pip download --no-deps NAME",
  }),
};
