import { satisfies, valid } from "@renovatebot/pep440";
import type { CheckedCourse } from "../../checked-course.ts";
import { stackName } from "../../dockerfile/base-image.ts";
import type { Rule } from "../../rule.ts";
import type { Requirement, RequirementsFacts } from "../parse-requirements.ts";
import { requirementLists } from "../requirement-lists.ts";

export const duplicateRequirement: Rule = {
  code: "NB210",
  name: "duplicate-requirement",
  severity: "warning",
  what: "A package is listed twice in one file, perhaps under two spellings.",
  why: "Whoever changes one line wonders why nothing happens; if the two differ, pip stops.",
  example: { language: "text", bad: "scikit-learn==1.5.0\nscikit_learn==1.5.0", good: "scikit-learn==1.5.0" },
  remedy: "Keep one of them.",
  *check(course) {
    for (const { file, first, second } of repeated(course)) {
      if (conflict(first, second)) continue;
      yield {
        path: file.path,
        range: second.range,
        message: `${second.name} is required already ${placeOf(first, second)}.`,
        hint: "Keep one of the two.",
      };
    }
  },
};

export const conflictingRequirement: Rule = {
  code: "NB211",
  name: "conflicting-requirement",
  severity: "error",
  what: "Two lines ask for versions of one package that no release can both be.",
  why: "pip stops: `Cannot install … because these package versions have conflicting dependencies`.",
  example: { language: "text", bad: "numpy==1.26.4\nnumpy>=2", good: "numpy>=2" },
  remedy: "Keep one of them.",
  *check(course) {
    for (const { file, first, second } of repeated(course)) {
      if (!conflict(first, second)) continue;
      yield {
        path: file.path,
        range: second.range,
        message: `${written(second)} contradicts ${written(first)} ${placeOf(first, second)}.`,
        hint: "Keep one of the two.",
      };
    }
  },
};

export const unpinnedRequirements: Rule = {
  code: "NB212",
  name: "unpinned-requirements",
  severity: "warning",
  what: "Requirements have no version, or only a lower bound.",
  why: "Each build takes what is newest on that day: a notebook that worked at the start of the term fails in its middle.",
  example: { language: "text", bad: "plotly\npandas>=2", good: "plotly==6.0.0\npandas==2.2.3" },
  remedy: "Pin each with `==`; `pip freeze` in the image says what works today.",
  *check({ requirements, environments, commandRequirements, dockerfile, installs, snapshot }) {
    if (dockerfile === undefined && requirements.length === 0) return;
    const isConstrained =
      requirements.some(({ includes }) => includes.some(({ constraints }) => constraints)) ||
      installs.some(({ constraintFiles }) => constraintFiles.length > 0);
    if (isConstrained) return;
    const files = [...requirements, ...environments.map(({ pip }) => pip)].map(({ path, requirements: all }) => ({
      path,
      open: all.filter((requirement) => !isBounded(requirement)),
    }));
    const commands = commandRequirements.flatMap(({ requirements: all }) =>
      all.filter((requirement) => !isBounded(requirement) && !installers.has(requirement.normalizedName)),
    );
    for (const { path, open } of [...files, { path: dockerfile?.path ?? "Dockerfile", open: commands }]) {
      const [first] = open;
      if (first === undefined) continue;
      const others = open.length - 1;
      yield {
        path,
        range: first.range,
        message: `${first.name} has no upper bound${others > 0 ? `, nor have ${others} more of this file` : ""}: the next build may take another version.`,
        hint: pinningAdvice(first, snapshot.image?.versions?.get(first.normalizedName)),
      };
    }
  },
};

function pinningAdvice({ name }: Requirement, inImage: string | undefined): string {
  return inImage === undefined
    ? `Pin with ==, as in ${name}==1.2.3; pip freeze in the image lists what works today.`
    : `Write ${name}==${inImage}, which the built image has; nbdev build, then pip freeze lists the others.`;
}

/** `pip install --upgrade pip` is meant to be the newest, and no notebook sees it. */
const installers = new Set(["pip", "setuptools", "wheel", "uv", "pipx", "requirements-txt"]);

/** The major versions that the hub's release and its launch links build on (JupyterHub 5.5, Notebook 7, JupyterLab 4). */
const expected: Readonly<Record<string, { version: string; range: string; because: string }>> = {
  jupyterhub: {
    version: "5.5",
    range: ">=5,<6",
    because: "the hub runs 5.5, and a server of another major version may not log in to it",
  },
  notebook: { version: "7", range: ">=7", because: "launch links are made for Notebook 7's /notebooks/…" },
  jupyterlab: {
    version: "4",
    range: ">=4",
    because: "production's images have JupyterLab 4, and extensions are built for one major version",
  },
};

export const contradictsBase: Rule = {
  code: "NB213",
  name: "contradicts-base",
  severity: "warning",
  what: "A pin replaces the base image's `jupyterhub`, `notebook` or `jupyterlab` by one that does not fit the hub.",
  why: "The server starts with the wrong version: it cannot talk to the hub, or links to notebooks answer 404.",
  example: { language: "text", bad: "jupyterhub==1.5.0", good: "# leave jupyterhub to the base image" },
  remedy: "Take the line out.",
  *check(course) {
    if (course.dockerfile === undefined) return;
    if (stackName(course.dockerfile.base) === undefined) return;
    for (const file of requirementLists(course)) {
      for (const { normalizedName, name, specifiers, range } of file.requirements) {
        const row = Object.hasOwn(expected, normalizedName) ? expected[normalizedName] : undefined;
        if (row === undefined) continue;
        const pin = specifiers.find(({ operator }) => operator === "==" || operator === "===" || operator === "~=");
        const version = pin?.version.replace(/\.\*$/, "");
        if (version === undefined || valid(version) === null || satisfies(version, row.range)) continue;
        yield {
          path: file.path,
          range,
          message: `${name} ${pin?.version} replaces the base image's: ${row.because}.`,
          hint: `Take ${name} out; the base image brings ${row.version} or later.`,
        };
      }
    }
  },
};

function* repeated(
  course: CheckedCourse,
): Iterable<{ file: RequirementsFacts; first: Requirement; second: Requirement }> {
  for (const file of requirementLists(course)) {
    const seen = new Map<string, Requirement>();
    for (const requirement of file.requirements) {
      if (requirement.hasMarker) continue;
      const first = seen.get(requirement.normalizedName);
      if (first === undefined) seen.set(requirement.normalizedName, requirement);
      else yield { file, first, second: requirement };
    }
  }
}

function placeOf(first: Requirement, second: Requirement): string {
  const { line } = first.range.start;
  return line === second.range.start.line ? "in this same line" : `in line ${line + 1}`;
}

function conflict(a: Requirement, b: Requirement): boolean {
  return excludes(a, b) || excludes(b, a);
}

/** Whether the one version that `a` allows is none of `b`'s. */
function excludes(a: Requirement, b: Requirement): boolean {
  const pin = a.specifiers.find(({ operator, version }) => operator === "==" && !version.endsWith(".*"))?.version;
  const range = b.specifiers.map(({ operator, version }) => operator + version).join(",");
  if (pin === undefined || range === "" || valid(pin) === null) return false;
  return (
    b.specifiers.every(({ version }) => valid(version.replace(/\.\*$/, "")) !== null) &&
    !satisfies(pin, range, { prereleases: true })
  );
}

function isBounded({ specifiers, url }: Requirement): boolean {
  return url !== undefined || specifiers.some(({ operator }) => /^(==|===|~=|<|<=)$/.test(operator));
}

function written({ name, specifiers }: Requirement): string {
  return name + specifiers.map(({ operator, version }) => operator + version).join(",");
}
