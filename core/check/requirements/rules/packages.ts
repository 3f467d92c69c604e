import type { CheckedCourse } from "../../checked-course.ts";
import { insideCourse, parentOf } from "../../course/course-tree.ts";
import type { Fix } from "../../diagnostic.ts";
import { standardLibrary } from "../../python/standard-library.ts";
import type { Rule } from "../../rule.ts";
import { rightName } from "../mistaken-names.ts";
import type { Requirement } from "../parse-requirements.ts";
import { requirementLists } from "../requirement-lists.ts";

/** Of the standard library, and still someone's maintained package. */
const alsoPackages = new Set([
  "configparser",
  "dataclasses",
  "typing",
  "tomllib",
  "distutils",
  "test",
  "code",
  "parser",
  "symbol",
  "formatter",
  "compression",
  "annotationlib",
]);
const standardNames = new Set(standardLibrary.map((name) => name.toLowerCase()));

export const standardLibraryRequired: Rule = {
  code: "NB220",
  name: "standard-library-required",
  severity: "error",
  what: "A module of Python's own standard library is listed as a requirement.",
  why: "PyPI has nothing of that name, an old copy that breaks the real one, or a stranger's package.",
  example: { language: "text", bad: "numpy==1.26.4\nrandom", good: "numpy==1.26.4" },
  remedy: "Take the line out: Python has it.",
  *check(course) {
    for (const file of requirementLists(course)) {
      for (const { name, nameRange, hasMarker } of file.requirements) {
        if (hasMarker) continue; // `; python_version < "3"` says itself that it is for another Python
        if (!standardNames.has(name.toLowerCase()) || alsoPackages.has(name.toLowerCase())) continue;
        yield {
          path: file.path,
          range: nameRange,
          message: `${name} belongs to Python itself; on PyPI the name means something else, or nothing.`,
          hint: `Take ${name} out: import works without it.`,
          ...(file.type === "command" ? {} : { fix: removal(file.path, name, nameRange.start.line) }),
        };
      }
    }
  },
};

export const mistakenName: Rule = {
  code: "NB221",
  name: "mistaken-name",
  severity: "error",
  what: "A requirement has the name of an import, or a misspelt one, and not the package's.",
  why: "pip stops, or installs a stranger's package of that name, and the import still fails.",
  example: { language: "text", bad: "sklearn\ncv2", good: "scikit-learn==1.5.0\nopencv-python-headless==4.10.0.84" },
  remedy: "Write the package's name.",
  *check(course) {
    for (const file of requirementLists(course)) {
      for (const { name, normalizedName, nameRange, url, specifiers } of file.requirements) {
        if (/^requirements?-txt$/.test(normalizedName)) {
          const message = `${name} is taken for the name of a package here, not for a file.`;
          yield { path: file.path, range: nameRange, message, hint: `Write -r ${name}.` };
        }
        const right = rightName(normalizedName);
        if (right === undefined || url !== undefined) continue;
        yield {
          path: file.path,
          range: nameRange,
          ...(isStandIn(normalizedName, specifiers) ? { severity: "warning" as const } : {}),
          message: `${name} is not the name of the package; ${right} is.`,
          hint: `Write ${right}.`,
          fix: { title: `Write ${right}`, edits: [{ path: file.path, range: nameRange, newText: right }] },
        };
      }
    }
  },
};

/** PyPI's sklearn 0.0 is an empty package that requires scikit-learn; later ones refuse to be installed. */
function isStandIn(name: string, specifiers: Requirement["specifiers"]): boolean {
  return name === "sklearn" && specifiers.some(({ operator, version }) => operator === "==" && version === "0.0");
}

export const frameworkVariant: Rule = {
  code: "NB222",
  name: "framework-variant",
  severity: "error",
  what: "`torch` or `tensorflow` is asked for in a variant that PyPI lacks or that contradicts the base.",
  why: "pip finds no such version, or puts a CPU build over the base's GPU build: the GPU stays unused.",
  example: {
    language: "text",
    bad: "torch==2.4.0+cu121",
    good: "--extra-index-url https://download.pytorch.org/whl/cu121\ntorch==2.4.0+cu121",
  },
  remedy: "Leave torch and tensorflow to the base image, or name PyTorch's index.",
  *check(course) {
    const { base } = course.dockerfile ?? {};
    const indexes = [
      ...requirementLists(course).flatMap((file) => file.indexes),
      ...course.installs.flatMap((install) => install.indexes),
    ];
    for (const file of requirementLists(course)) {
      for (const { name, normalizedName, specifiers, range } of file.requirements) {
        const local = specifiers.find(({ version }) => version.includes("+"))?.version.split("+")[1];
        const isFramework = /^(torch|torchvision|torchaudio|tensorflow|tensorflow-cpu)$/.test(normalizedName);
        if (!isFramework) continue;
        if (local !== undefined && indexes.length === 0) {
          yield {
            path: file.path,
            range,
            message: `PyPI has no ${name} with +${local}: such builds are on PyTorch's own index.`,
            hint: `Add ${file.type === "command" ? "to the command" : "above"}: --extra-index-url https://download.pytorch.org/whl/${local}`,
          };
        } else if (base?.cuda === true && (local === "cpu" || normalizedName === "tensorflow-cpu")) {
          yield {
            path: file.path,
            range,
            message: `${name}${local === undefined ? "" : `+${local}`} is built without GPU support, on a base image with CUDA.`,
            hint: `Take ${name} out: the base image brings the GPU build.`,
          };
        }
      }
    }
  },
};

export const localRequirement: Rule = {
  code: "NB223",
  name: "local-requirement",
  severity: "error",
  what: "A requirement is a path or a repository that the build cannot reach.",
  why: "pip stops: the build has only what COPY brought, and nobody's SSH key.",
  example: {
    language: "text",
    bad: "-e ../mylib\ngit+ssh://git@github.com/me/private.git",
    good: "git+https://github.com/me/public.git@v1.2.0",
  },
  remedy: "Put the code into the course directory and copy it before the install, or use a public `git+https` address.",
  *check(course) {
    for (const file of requirementLists(course)) {
      for (const { text, type, range } of file.sources) {
        if (type === "version-control" && /^(git\+)?ssh:|^git\+ssh:|^git\+git@/.test(text)) {
          yield {
            path: file.path,
            range,
            message: `${text} needs an SSH key, and the build has none.`,
            hint: "Use a public git+https:// address.",
          };
        }
        if (type !== "path") continue;
        const problem = localProblem(course, file.path, text);
        if (problem !== undefined) yield { path: file.path, range, ...problem };
      }
    }
  },
};

function localProblem({ tree, layout, dockerfile }: CheckedCourse, file: string, text: string) {
  const path = text.replace(/\[[^\]]*\]$/, "").replace(/\s*;.*$/, "");
  if (path.startsWith("/") || /^[A-Za-z]:/.test(path)) {
    const isCopied = layout?.files.some(({ imagePath }) => imagePath.startsWith(path)) ?? false;
    if (isCopied || (dockerfile !== undefined && !/^\/(Users|home\/(?!jovyan))|^[A-Za-z]:/.test(path)))
      return undefined;
    return {
      message: `${path} is a path of one machine; the build does not have it.`,
      hint: "Name a package of PyPI, or copy the code into the course.",
    };
  }
  const inside = insideCourse(path, parentOf(file));
  if (inside !== undefined && tree.has(inside)) return undefined;
  return {
    message: `There is no ${path} in the course directory.`,
    hint: "Correct the path, or name a package of PyPI.",
  };
}

function removal(path: string, name: string, line: number): Fix {
  const range = { start: { line, character: 0 }, end: { line: line + 1, character: 0 } };
  return { title: `Remove ${name}`, edits: [{ path, range, newText: "" }] };
}
