import { NbdevError } from "../errors/index.ts";
import { isImageTag } from "../image/index.ts";

/** The course's name as production knows it: lower-cased (the spawner does that too) and a valid image tag, or COURSE_NAME_INVALID. */
export function courseName(text: string): string {
  const name = text.toLowerCase();
  if (isImageTag(name)) return name;
  throw new NbdevError("COURSE_NAME_INVALID", { name: text, reason: whyNotATag(name) });
}

function whyNotATag(name: string): string {
  if (name === "") return "it is empty";
  if (name.length > 128) return `it has ${name.length} characters, and a tag has at most 128`;
  if (/^[.-]/.test(name))
    return `it begins with ${JSON.stringify(name[0])}, and a tag begins with a letter, a digit or "_"`;
  const wrong = [...name].find((character) => !/[a-z0-9._-]/.test(character)) ?? "";
  return `${JSON.stringify(wrong)} is neither a letter from a to z, nor a digit, nor ".", "_" or "-"`;
}
