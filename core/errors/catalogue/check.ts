import { entry } from "../entry.ts";

export const checkErrors = {
  RULE_UNKNOWN: entry<{ rule: string }>({
    when: "a flag or nbdev.yaml names a rule that does not exist",
    message: ({ rule }) => `There is no rule ${JSON.stringify(rule)}.`,
    hint: () => "See all of them: nbdev check --list",
  }),
  BASELINE_INVALID: entry<{ file: string; reason: string }>({
    when: "the file given by --baseline is missing or was not written by nbdev check",
    message: ({ file, reason }) => `The baseline ${file} cannot be used: ${reason}.`,
    hint: ({ file }) => `Write it anew: nbdev check --write-baseline ${file}`,
  }),
  CHECK_PATH_MISSING: entry<{ path: string }>({
    when: "a path given to nbdev check does not exist",
    message: ({ path }) => `There is no file or directory ${path}.`,
    hint: () => "Give the course directory, or files in it: nbdev check path/to/course",
  }),
};
