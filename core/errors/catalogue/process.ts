import { entry } from "../entry.ts";

export const processErrors = {
  PYTHON_MISSING: entry<{ found: string }>({
    when: "no Python of version 3.10 or later is on PATH",
    message: ({ found }) => `The process runtime needs Python 3.10 or later; ${found}.`,
    hint: () => "Install it (Debian: sudo apt install python3 python3-venv; macOS: brew install python@3.12).",
  }),
};
