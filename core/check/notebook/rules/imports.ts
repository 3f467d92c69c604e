import type { CheckedCourse } from "../../checked-course.ts";
import { isNotebookPath } from "../../checked-paths.ts";
import { parentOf } from "../../course/course-tree.ts";
import type { Severity } from "../../diagnostic.ts";
import { distributionsOf } from "../../python/provided-distributions.ts";
import { standardLibrary } from "../../python/standard-library.ts";
import { isMistakenName } from "../../requirements/mistaken-names.ts";
import { normalizeName } from "../../requirements/parse-requirements.ts";
import type { Rule } from "../../rule.ts";
import type { ModuleImport } from "../imports.ts";
import type { CellFacts, NotebookFacts } from "../parse-notebook.ts";

const standardNames = new Set(standardLibrary);

export const importMissing: Rule = {
  code: "NB301",
  name: "import-missing",
  severity: "error",
  what: "A notebook imports a module that is neither Python's, nor the course's, nor brought by the requirements or the base image.",
  why: "The learner's first cell ends with `ModuleNotFoundError`.",
  example: {
    language: "python",
    bad: "import plotly  # not in requirements.txt",
    good: "import plotly  # requirements.txt: plotly==6.0.0",
  },
  remedy: "Add the package to `requirements.txt`.",
  *check(course) {
    const reported = new Set<string>();
    for (const { notebook, cell, use } of importsOf(course)) {
      const severity = missingSeverity(course, notebook, use);
      const place = severity === "information" ? "" : notebook.path;
      const key = `${place}:${use.module.split(".")[0]}`;
      if (severity === undefined || reported.has(key)) continue;
      reported.add(key);
      const [distribution = use.module] = distributionsOf(use.module);
      yield {
        path: notebook.path,
        cell: cellReference(cell),
        range: cell.lines.range(use.start, use.end),
        severity,
        message: `${use.module} is imported, but ${severity === "information" ? "no requirements file brings it; the base image may" : "nothing brings it into the image"}.`,
        hint: `Add ${distribution} to requirements.txt, with a version.`,
      };
    }
  },
};

export const requirementUnused: Rule = {
  code: "NB302",
  name: "requirement-unused",
  severity: "information",
  what: "A requirement that no notebook and no module of the course imports.",
  why: "It makes the image larger and the build slower; a pin that nobody needs can stop a later upgrade.",
  example: { language: "text", bad: "pandas==2.2.3\ndjango==5.1", good: "pandas==2.2.3" },
  remedy: "Take it out, if nothing uses it in another way.",
  *check(course) {
    const { notebooks, requirements, tree } = course;
    if (notebooks.length < [...tree.files].filter(isNotebookPath).length) return; // one that was not read may import it
    if (notebooks.length === 0 || [...tree.files].some((path) => path.endsWith(".py"))) return;
    const used = new Set([...importsOf(course)].flatMap(({ use }) => distributionsOf(use.module)));
    for (const file of requirements) {
      for (const { name, normalizedName, nameRange } of file.requirements) {
        const word = normalizedName.replaceAll("-", "_");
        const mentioned = notebooks.some(({ words }) => words.has(word));
        if (standardNames.has(name) || isMistakenName(normalizedName)) continue; // other rules speak of these
        if (used.has(normalizedName) || mentioned || usedWithoutImport.test(normalizedName)) continue;
        yield {
          path: file.path,
          range: nameRange,
          message: `No notebook imports ${name}.`,
          hint: "Take it out if nothing needs it in another way.",
        };
      }
    }
  },
};

const usedWithoutImport =
  /^(jupyter.*|notebook|nb.*|ipy.*|voila|rise|pip|setuptools|wheel|openpyxl|xlrd|xlsxwriter|lxml|html5lib|pyarrow|fastparquet|tables|kaleido|pyqt\d?|tornado|traitlets|.*-kernel|bash-kernel|black|flake8|pytest.*|ruff|mypy|pylint|pre-commit|cython|numexpr|bottleneck|accelerate|sentencepiece|protobuf|tensorboard|dask.*|distributed|psycopg2.*|pymysql|.*mysql.*|graphviz|ffmpeg.*|imageio.*|hf-xet|safetensors|python-lsp.*)$/;

function* importsOf({
  notebooks,
}: CheckedCourse): Iterable<{ notebook: NotebookFacts; cell: CellFacts; use: ModuleImport }> {
  for (const notebook of notebooks) {
    for (const cell of notebook.cells) {
      for (const use of cell.code?.imports ?? []) yield { notebook, cell, use };
    }
  }
}

/** How sure it is that a learner will miss the module; undefined where it is there or cannot be told. */
function missingSeverity(course: CheckedCourse, notebook: NotebookFacts, use: ModuleImport): Severity | undefined {
  const top = use.module.split(".")[0] ?? "";
  if (standardNames.has(top) || use.guarded) return undefined;
  const { image } = course.snapshot;
  if (image?.modules.has(top)) return undefined;
  const { provided } = course;
  const candidates = distributionsOf(use.module);
  if (image === undefined && candidates.some((name) => provided.has(name))) return undefined;
  if (isLocal(course, notebook, top) || isInstalledByNotebook(notebook, candidates)) return undefined;
  if (image !== undefined) return "error";
  if (!provided.isBaseKnown || provided.isOpaque) return "information";
  return provided.isClosed ? "error" : "warning";
}

function isLocal({ tree }: CheckedCourse, notebook: NotebookFacts, module: string): boolean {
  const directory = parentOf(notebook.path);
  if (tree.isDirectory(directory === "" ? module : `${directory}/${module}`) || tree.hasModule(module)) return true;
  const magics = notebook.cells.flatMap(({ code }) => code?.magics ?? []);
  return magics.some(({ name, rest }) => /^(writefile|file)$/.test(name) && rest.includes(`${module}.py`));
}

/** `!pip install x` of the same notebook: another rule speaks of it. */
function isInstalledByNotebook(notebook: NotebookFacts, candidates: readonly string[]): boolean {
  const lines = notebook.cells
    .flatMap((cell) => cell.code?.magics ?? [])
    .filter(({ name }) => /^(!|pip|conda|mamba)$/.test(name));
  const installed = lines
    .filter(({ name, rest }) => name !== "!" || /\b(pip3?|conda|mamba)\b.*\binstall\b/.test(rest))
    .flatMap(({ rest }) =>
      rest.split(/\s+/).map((word) => normalizeName(word.replace(/["']/g, "").replace(/[[=<>!~@].*$/, ""))),
    );
  if (lines.some(({ rest }) => /install\b.*(\s-r\s|git\+|\s\.$)/.test(rest))) return true;
  return candidates.some((name) => installed.includes(name));
}

export function cellReference({ index, id }: CellFacts) {
  return id === undefined ? { index } : { index, id };
}
