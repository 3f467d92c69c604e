import type { CheckedCourse } from "../../checked-course.ts";
import { isNotebookPath } from "../../checked-paths.ts";
import { insideCourse, parentOf } from "../../course/course-tree.ts";
import { fileStart } from "../../diagnostic.ts";
import { stackName } from "../../dockerfile/base-image.ts";
import type { Rule } from "../../rule.ts";
import { isPython } from "../parse-notebook.ts";
import { cellReference } from "./imports.ts";

export const linkBroken: Rule = {
  code: "NB320",
  name: "link-broken",
  severity: "warning",
  what: "A text cell links to a notebook that the course does not have.",
  why: "The learner's click ends at a 404.",
  example: { language: "text", bad: "[next](02-Lopps.ipynb)", good: "[next](02-Loops.ipynb)" },
  remedy: "Correct the path; it counts from the notebook's directory.",
  *check({ notebooks, tree }) {
    for (const { path, cells } of notebooks) {
      for (const cell of cells) {
        for (const { target, start, end } of cell.links) {
          const resolved = insideCourse(target, parentOf(path));
          if (resolved !== undefined && tree.has(resolved)) continue;
          const spelled = resolved === undefined ? undefined : tree.spelledOtherwise(resolved);
          yield {
            path,
            cell: cellReference(cell),
            range: cell.lines.range(start, end),
            message:
              spelled === undefined
                ? `The link leads to ${target}, which the course does not have.`
                : `The link leads to ${target}; the file is called ${spelled}.`,
            hint: "Correct the path; it counts from the notebook's directory, and case counts.",
          };
        }
      }
    }
  },
};

const largeOutputs = 10_000_000;
const largeFile = 100_000_000;

export const outputsLarge: Rule = {
  code: "NB330",
  name: "outputs-large",
  severity: "warning",
  what: "A notebook's saved outputs have more than 10 MB.",
  why: "It opens slowly, each save sends all of it, and the history grows by as much with every run.",
  example: { language: "text", bad: "intro.ipynb: 23 MB of outputs", good: "intro.ipynb: outputs cleared" },
  remedy: "Clear the outputs before you commit: `jupyter nbconvert --clear-output --inplace`.",
  *check({ notebooks }) {
    for (const { path, outputBytes, problem } of notebooks) {
      if (problem !== undefined || outputBytes <= largeOutputs) continue;
      yield {
        path,
        range: fileStart,
        message: `The outputs and attachments of this notebook have ${Math.round(outputBytes / 1e6)} MB.`,
        hint: `Clear them: jupyter nbconvert --clear-output --inplace ${JSON.stringify(path)}`,
      };
    }
  },
};

export const fileLarge: Rule = {
  code: "NB331",
  name: "file-large",
  severity: "error",
  what: "A file of the course has more than 100 MB.",
  why: "GitHub refuses the push; what works from your disk is then missing in the image.",
  example: { language: "text", bad: "data/images.zip: 240 MB", good: "RUN wget -q https://…/images.zip" },
  remedy: "Download it in the Dockerfile, or list it in `.dockerignore` if learners do not need it.",
  *check({ snapshot, tree }) {
    for (const { path, size } of snapshot.files.values()) {
      if (size <= largeFile || path.startsWith(".git/") || tree.isIgnored(path)) continue;
      yield {
        path,
        range: fileStart,
        message: `${path} has ${Math.round(size / 1e6)} MB; a repository takes no file over 100 MB.`,
        hint: "Download it in the Dockerfile (RUN wget …), or list it in .dockerignore.",
      };
    }
  },
};

const stackKernels: Readonly<Record<string, readonly string[]>> = {
  "datascience-notebook": ["ir", "julia"],
  "r-notebook": ["ir"],
  "julia-notebook": ["julia"],
  "all-spark-notebook": ["ir"],
};

export const kernelMissing: Rule = {
  code: "NB332",
  name: "kernel-missing",
  severity: "warning",
  what: "The notebook asks for a kernel that the image does not have.",
  why: "Instead of running, Jupyter asks the learner to choose a kernel. (For Python it takes the only one there is.)",
  example: {
    language: "text",
    bad: '"kernelspec": {"name": "conda-env-myenv-py"}',
    good: '"kernelspec": {"name": "python3"}',
  },
  remedy: "Take a base image with that language, or change the notebook's kernel.",
  *check(course) {
    const known = knownKernels(course);
    if (known === undefined) return;
    for (const { path, kernel } of course.notebooks) {
      const { name } = kernel;
      if (name === undefined || isServed(kernel, known)) continue;
      const python = isPython(kernel.language, name);
      yield {
        path,
        range: fileStart,
        ...(python ? { severity: "information" as const } : {}),
        message: `The notebook asks for the kernel ${JSON.stringify(name)}; the image has ${known.join(", ")}.`,
        hint: python
          ? "Choose the kernel Python 3 (ipykernel), and save: programs that run notebooks go by the name."
          : "Take a base image with that language, or another kernel.",
      };
    }
  },
};

/** The kernels of the image; undefined where the Dockerfile may add some. */
function knownKernels(course: CheckedCourse): readonly string[] | undefined {
  const { dockerfile, snapshot } = course;
  const stack = stackName(dockerfile?.base);
  if (snapshot.image?.kernels !== undefined) return snapshot.image.kernels;
  if (stack === undefined || course.provided.isOpaque) return undefined;
  const adds = dockerfile?.imageInstructions.some(({ source }) => /kernel|xeus|IJulia/i.test(source)) ?? false;
  return adds ? undefined : ["python3", ...(stackKernels[stack] ?? [])];
}

/** Julia's kernel carries its version: `julia-1.10`. */
function isServed(
  { name, language }: { name: string | undefined; language: string | undefined },
  known: readonly string[],
) {
  if (known.some((have) => name === have || (have === "julia" && name?.startsWith("julia-")))) return true;
  return (
    language !== undefined &&
    /^(r|julia)$/i.test(language) &&
    known.includes(language.toLowerCase() === "r" ? "ir" : "julia")
  );
}

export const notebookInvalid: Rule = {
  code: "NB340",
  name: "notebook-invalid",
  severity: "error",
  what: "A file called `.ipynb` is no notebook: broken JSON, often by a merge.",
  why: "Jupyter shows an error instead of the notebook.",
  example: { language: "text", bad: "<<<<<<< HEAD", good: '{"cells": […], "nbformat": 4, …}' },
  remedy: "Restore it from the history.",
  *check({ notebooks }) {
    for (const { path, problem } of notebooks) {
      if (problem === undefined) continue;
      yield {
        path,
        range: { start: problem.position, end: problem.position },
        message: `${problem.message}.`,
        hint: `Restore its last good version: git log --oneline -- ${JSON.stringify(path)} lists them, git checkout COMMIT -- ${JSON.stringify(path)} brings one back.`,
      };
    }
  },
};

export const notebookFormatOld: Rule = {
  code: "NB341",
  name: "notebook-format-old",
  severity: "warning",
  what: "The notebook has a format before 4.",
  why: "Jupyter converts it at each opening, asks the learner about it, and tools that run notebooks refuse it.",
  example: { language: "text", bad: '"nbformat": 3', good: '"nbformat": 4' },
  remedy: "`jupyter nbconvert --to notebook --inplace` writes the current format.",
  *check({ notebooks }) {
    for (const { path, format } of notebooks) {
      if (format === undefined || format >= 4) continue;
      yield {
        path,
        range: fileStart,
        message: `The notebook has format ${format}; Jupyter works with 4.`,
        hint: `Convert it: jupyter nbconvert --to notebook --inplace ${JSON.stringify(path)}`,
      };
    }
  },
};

export const cellIdsDuplicate: Rule = {
  code: "NB342",
  name: "cell-ids-duplicate",
  severity: "warning",
  what: "Two cells have the same id.",
  why: "The notebook is not valid: Jupyter complains at opening, and comparisons mix the two up.",
  example: { language: "text", bad: '{"id": "a1", …}, {"id": "a1", …}', good: '{"id": "a1", …}, {"id": "b2", …}' },
  remedy: "Open the notebook in JupyterLab and save it: that writes new ids.",
  *check({ notebooks }) {
    for (const { path, cells } of notebooks) {
      const seen = new Map<string, number>();
      for (const cell of cells) {
        if (cell.id === undefined) continue;
        const first = seen.get(cell.id);
        if (first === undefined) seen.set(cell.id, cell.index);
        else {
          yield {
            path,
            cell: cellReference(cell),
            range: fileStart,
            message: `Cells ${first + 1} and ${cell.index + 1} both have the id ${JSON.stringify(cell.id)}.`,
            hint: "Open the notebook in JupyterLab and save it: that writes new ids.",
          };
        }
      }
    }
  },
};

export const launchName: Rule = {
  code: "NB350",
  name: "launch-name",
  severity: "error",
  what: "The notebook's name breaks its launch link.",
  why: "The hub answers 500 for `{` and `}` and ignores names that do not end in `.ipynb`; `#`, `%`, `+`, `&` and `?` need care in each link.",
  example: { language: "text", bad: "Week {1}.ipynb", good: "week-1.ipynb" },
  remedy: "Rename it: letters, digits, `-`, `_`, `.` and spaces, with `.ipynb` in lower case.",
  *check({ tree }) {
    const reported = new Set<string>();
    for (const path of tree.files) {
      if (!isNotebookPath(path)) continue;
      const fatal = /[{}]/.exec(path)?.[0];
      const wrongEnding = !path.endsWith(".ipynb");
      const careful = /[#%+&?]/.exec(path)?.[0];
      if (fatal === undefined && !wrongEnding && careful === undefined) continue;
      const directory = /^.*[#%+&?{}][^/]*\//.exec(path)?.[0];
      if (directory !== undefined && reported.has(directory)) continue; // renaming it mends all that lies in it
      reported.add(directory ?? path);
      const reason =
        fatal !== undefined
          ? `a ${fatal} in a name makes the hub answer 500`
          : wrongEnding
            ? "the hub opens only names that end in .ipynb, in lower case"
            : `a ${careful} in a name must be encoded in each link`;
      const what = directory === undefined ? path : `What lies in ${directory}`;

      yield {
        path,
        range: fileStart,
        severity: fatal !== undefined || wrongEnding ? "error" : "warning",
        message: `${what} cannot be launched as it is: ${reason}.`,
        hint: `Rename ${directory === undefined ? "it" : "the directory"}: letters, digits, - _ . and spaces, with .ipynb in lower case.`,
      };
    }
  },
};
