import { isImageTag } from "../../../image/reference.ts";
import type { CheckedCourse } from "../../checked-course.ts";
import { fileStart } from "../../diagnostic.ts";
import type { Finding, Rule } from "../../rule.ts";

export const courseNameInvalid: Rule = {
  code: "NB401",
  name: "course-name-invalid",
  severity: "error",
  what: "The course's name cannot be the tag of an image, or the hub would look for it in lower case.",
  why: "The pipeline cannot push the image, or learners get the default image: the hub lower-cases what the link says.",
  example: { language: "yaml", bad: "course: UAI Intro", good: "course: uai-intro" },
  remedy: "Lower-case letters, digits, `.`, `_` and `-`; at most 128.",
  *check(course) {
    const { name } = course.snapshot;
    if (name === undefined) return;
    if (!isImageTag(name)) {
      yield atName(course, {
        message: `The course name ${JSON.stringify(name)} cannot be the tag of an image.`,
        hint: "Use lower-case letters, digits, '.', '_' and '-'; at most 128.",
      });
    } else if (name !== name.toLowerCase()) {
      yield atName(course, {
        message: `The course name ${name} has capitals; the hub looks for ${name.toLowerCase()}.`,
        hint: `Write ${name.toLowerCase()}.`,
      });
    }
  },
};

export const courseUnregistered: Rule = {
  code: "NB402",
  name: "course-unregistered",
  severity: "warning",
  what: "The production hub does not know the course.",
  why: "Links to it open the default image, without the notebook and without a word.",
  example: { language: "yaml", bad: "course: uai_source-uai.99", good: "course: uai_source-uai.9" },
  remedy: "Correct the name, or have the course added before you publish its links.",
  *check(course) {
    const { name, production } = course.snapshot;
    if (name === undefined || production.length === 0 || !isImageTag(name)) return;
    if (production.some((known) => known.name === name.toLowerCase())) return;
    yield atName(course, {
      message: `The production hub knows no course ${name}.`,
      hint: "Correct the name, or ask whoever runs the hub to register the course before you publish links.",
    });
  },
};

/** Where the author wrote the name, if that is nbdev.yaml. */
function atName({ snapshot, text }: CheckedCourse, said: Pick<Finding, "message" | "hint">): Finding {
  const lines = text("nbdev.yaml");
  const match = lines === undefined ? null : /^course:[ \t]*(["']?)([^\r\n#]*?)\1[ \t]*(#.*)?$/m.exec(lines.text);
  if (lines === undefined || match === null || snapshot.name === undefined)
    return { ...said, path: "nbdev.yaml", range: fileStart };
  const start = match.index + match[0].indexOf(match[2] ?? "", "course:".length);
  return { ...said, path: "nbdev.yaml", range: lines.range(start, start + (match[2] ?? "").length) };
}
