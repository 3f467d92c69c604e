import { entry } from "../entry.ts";

export const courseErrors = {
  WORKSPACE_NOT_TRUSTED: entry<{ what: string }>({
    when: "VS Code shows the folder in restricted mode, in which nbdev starts no program",
    message: ({ what }) => `${what} would start programs, and this workspace is not trusted.`,
    hint: () => 'Trust the folder first: "Workspaces: Manage Workspace Trust" in the command palette.',
  }),
  COURSE_NOT_FOUND: entry<{ directory: string }>({
    when: "the course directory does not exist, or is a file",
    message: ({ directory }) => `There is no course directory ${directory}.`,
    hint: () => "Give the folder that holds the course's Dockerfile: nbdev up path/to/course",
  }),
  COURSE_NAME_INVALID: entry<{ name: string; reason: string }>({
    when: "the course's name cannot be the tag of an image, and so no course of production",
    message: ({ name, reason }) => `The course name ${JSON.stringify(name)} cannot be used: ${reason}.`,
    hint: () =>
      'Write "course: a-name" (letters, digits, ".", "_", "-"; at most 128) into nbdev.yaml, or pass --course.',
  }),
  SETTINGS_INVALID: entry<{ file: string; problem: string }>({
    when: "nbdev.yaml is not valid YAML, or holds a key or value that nbdev does not know",
    message: ({ file, problem }) => `${file}: ${problem}.`,
    hint: () => "Correct that line; `nbdev init --print` shows every setting with its default.",
  }),
  SETTINGS_EXIST: entry<{ file: string }>({
    when: "nbdev init would overwrite an nbdev.yaml",
    message: ({ file }) => `${file} exists already, and was left as it is.`,
    hint: () => "See what it could hold with: nbdev init --print",
  }),
  NOTEBOOK_NOT_FOUND: entry<{ notebook: string; directory: string; similar: string | undefined }>({
    when: "the notebook is not in the course directory, or only under another case",
    message: ({ notebook, directory }) => `The notebook ${JSON.stringify(notebook)} is not in ${directory}.`,
    hint: ({ similar }) =>
      similar === undefined
        ? "Give its path relative to the course directory, for example --notebook week1/intro.ipynb."
        : `Did you mean --notebook ${JSON.stringify(similar)}? Case and directories count.`,
  }),
  NOTEBOOK_NAME_INVALID: entry<{ notebook: string; reason: string }>({
    when: "the notebook's name makes the production hub ignore it or answer 500",
    message: ({ notebook, reason }) => `The notebook ${JSON.stringify(notebook)} cannot be launched: ${reason}.`,
    hint: () => "Rename the file: letters, digits, '-', '_', '.', '/' and spaces, ending in .ipynb.",
  }),
};
