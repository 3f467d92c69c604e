import { parse } from "@renovatebot/pep440";
import { insideCourse, parentOf } from "../../course/course-tree.ts";
import { remembered } from "../../remembered.ts";
import type { Finding, Rule } from "../../rule.ts";
import type { RequirementsFacts } from "../parse-requirements.ts";
import { requirementLists } from "../requirement-lists.ts";

export const requirementSyntax: Rule = {
  code: "NB201",
  name: "requirement-syntax",
  severity: "error",
  what: "A line that pip cannot read as a requirement, or an environment file that is no YAML.",
  why: "The build stops at `pip install`.",
  example: { language: "text", bad: "numpy=1.26.4", good: "numpy==1.26.4" },
  remedy: "Write `name==version` (PEP 508).",
  *check(course) {
    for (const file of requirementLists(course)) {
      for (const { message, range } of file.problems) {
        const line = file.lines.line(range.start.line);
        yield {
          path: file.path,
          range,
          message: `${message}.`,
          hint: howToWrite(file.type, message),
          ...singleEquals(file.path, line, range),
        };
      }
    }
    for (const { path, problems } of course.environments) {
      for (const { message, range } of problems)
        yield {
          path,
          range,
          message: `${message}.`,
          hint: "Correct the YAML here: indent by blanks, and quote what holds a colon.",
        };
    }
  },
};

function howToWrite(type: RequirementsFacts["type"], problem: string): string {
  if (problem.includes("long dash")) return "Write - instead; word processors and web pages make it longer.";
  if (problem.includes("knows no option")) return "Take it out, or correct its name; pip install --help lists them.";
  return type === "command" ? "Write it as name==version." : "Write it as name==version, one a line.";
}

/** `name=1.2` can only have meant `name==1.2`. */
function singleEquals(path: string, line: string, { start }: Finding["range"]): Pick<Finding, "fix"> {
  const isName = /(^|[\s"'])[A-Za-z0-9][\w.-]*\s*$/.test(line.slice(0, start.character));
  const isVersion = /^=\s*\d[\w.]*(["'\s].*)?$/.test(line.slice(start.character));
  if (!isName || !isVersion) return {};
  const range = { start, end: { line: start.line, character: start.character + 1 } };
  return { fix: { title: "Write ==", edits: [{ path, range, newText: "==" }] } };
}

export const versionInvalid: Rule = {
  code: "NB202",
  name: "version-invalid",
  severity: "error",
  what: "A version that is none by PEP 440.",
  why: "pip stops with `Invalid requirement`.",
  example: { language: "text", bad: "numpy==1.26.x", good: "numpy==1.26.*" },
  remedy: "Write a version such as `1.26.4`, or `1.26.*` after `==`.",
  *check(course) {
    for (const file of requirementLists(course)) {
      for (const { name, specifiers } of file.requirements) {
        for (const { operator, version, versionRange } of specifiers) {
          if (operator === "===" || isVersion(operator, version)) continue;
          yield {
            path: file.path,
            range: versionRange,
            message: `${JSON.stringify(version)} is no version for ${name}${operator}.`,
            hint: "Write a version such as 1.26.4, or 1.26.* after ==.",
          };
        }
      }
    }
  },
};

function isVersion(operator: string, version: string): boolean {
  const plain = (operator === "==" || operator === "!=") && version.endsWith(".*") ? version.slice(0, -2) : version;
  return isPep440(plain);
}

const rememberedVersions = 5_000;
const isPep440 = remembered((version) => parse(version) !== null, rememberedVersions);

export const requirementFileMissing: Rule = {
  code: "NB203",
  name: "requirement-file-missing",
  severity: "error",
  what: "`-r` or `-c` names a file that does not exist.",
  why: "pip stops: `Could not open requirements file`.",
  example: { language: "text", bad: "-r base-requirements.txt", good: "-r requirements-base.txt" },
  remedy: "Correct the path: it counts from the file that names it.",
  *check(course) {
    for (const file of course.requirements) {
      for (const { path, range } of file.includes) {
        const included = insideCourse(path, parentOf(file.path));
        if (/^[a-z]+:\/\//.test(path) || path.includes("$") || path.startsWith("/")) continue;
        if (included !== undefined && course.tree.has(included)) continue;
        yield {
          path: file.path,
          range,
          message: `There is no file ${path} beside ${file.path}.`,
          hint: "Correct the path; it counts from the file that names it.",
        };
      }
    }
  },
};

export const hashesPartial: Rule = {
  code: "NB204",
  name: "hashes-partial",
  severity: "error",
  what: "Some requirements have a `--hash`, others do not.",
  why: "One hash makes pip demand one for every requirement, and it stops.",
  example: {
    language: "text",
    bad: "numpy==1.26.4 --hash=sha256:2a02…\npandas==2.2.2",
    good: "numpy==1.26.4\npandas==2.2.2",
  },
  remedy: "Give all of them, or none.",
  *check({ requirements }) {
    for (const file of requirements) {
      const without = file.requirements.filter(({ hasHash, url }) => !hasHash && url === undefined);
      const [first] = without;
      if (first === undefined || !file.requirements.some(({ hasHash }) => hasHash)) continue;
      yield {
        path: file.path,
        range: first.range,
        message: `${first.name} has no hash, but others of this file do${without.length > 1 ? ` (and ${without.length - 1} more have none)` : ""}.`,
        hint: "Give every requirement a --hash (pip-compile --generate-hashes), or none.",
      };
    }
  },
};
