import { posix } from "node:path";
import type { CheckedCourse } from "../../checked-course.ts";
import { type CourseTree, insideCourse, parentOf } from "../../course/course-tree.ts";
import type { DockerfileFacts } from "../../dockerfile/parse-dockerfile.ts";
import { rememberedBy } from "../../remembered.ts";
import type { Rule } from "../../rule.ts";
import type { FileUse } from "../file-uses.ts";
import type { CellFacts, NotebookFacts } from "../parse-notebook.ts";
import { cellReference } from "./imports.ts";

export const fileMissing: Rule = {
  code: "NB310",
  name: "file-missing",
  severity: "error",
  what: "A notebook opens a file that the course does not have.",
  why: "The learner's cell ends with `FileNotFoundError`.",
  example: { language: "python", bad: 'pd.read_csv("data/sale.csv")', good: 'pd.read_csv("data/sales.csv")' },
  remedy: "Commit the file, correct the path, or download it in the Dockerfile.",
  *check(course) {
    for (const place of relativeUses(course)) {
      const { path, tree } = { path: place.resolved, tree: course.tree };
      if (tree.has(path) || tree.spelledOtherwise(path) !== undefined) continue;
      const byHand = isBroughtByHand(place);
      const here = place.directory === "" ? "" : ` in ${place.directory}`;
      yield {
        ...at(place),
        severity: mayComeFromElsewhere(course, place) ? "information" : byHand ? "warning" : "error",
        message: `${place.use.path} is opened here, but the course has no such file${here}${byHand ? "; the text asks learners to bring it" : ""}.`,
        hint: whereToFind(place, tree),
      };
    }
  },
};

/** Whether the notebook's own text names the file and speaks of downloading or unpacking it. */
function isBroughtByHand({ notebook, use }: Place): boolean {
  const name = posix.basename(use.path).toLowerCase();
  return notebook.cells.some(({ type, lines }) => {
    const text = lines.text.toLowerCase();
    return type === "markdown" && text.includes(name) && /\b(download|extract|unzip|unpack|upload)/.test(text);
  });
}

function whereToFind({ use, directory }: Place, tree: CourseTree): string {
  const [elsewhere, ...others] = tree.named(posix.basename(use.path));
  if (elsewhere === undefined || others.length > 0) {
    return "Commit the file, or correct the path; it counts from the notebook's directory.";
  }
  return `Write ${posix.relative(directory === "" ? "." : directory, elsewhere)}: there the course has a file of that name.`;
}

export const fileCase: Rule = {
  code: "NB311",
  name: "file-case",
  severity: "error",
  what: "A notebook opens a file with other upper and lower case than its name has.",
  why: "That works on macOS and Windows, and fails on the hub.",
  example: { language: "python", bad: 'open("Data.csv")', good: 'open("data.csv")' },
  remedy: "Spell the path as the file is spelt.",
  *check(course) {
    for (const place of relativeUses(course)) {
      const spelled = course.tree.spelledOtherwise(place.resolved);
      if (course.tree.has(place.resolved) || spelled === undefined) continue;
      yield {
        ...at(place),
        message: `${place.use.path} is opened here; the file is called ${spelled}.`,
        hint: `Write ${spelled}: case counts.`,
      };
    }
  },
};

export const fileNotInImage: Rule = {
  code: "NB312",
  name: "file-not-in-image",
  severity: "error",
  what: "A notebook opens a file that the course has, but that does not get into the image beside it.",
  why: "It works on your machine; the learner's cell ends with `FileNotFoundError`.",
  example: { language: "text", bad: ".dockerignore: data/", good: ".dockerignore: data/raw/" },
  remedy: "Copy the file in the Dockerfile, or take it out of `.dockerignore`.",
  *check(course) {
    const { tree, layout, dockerfile } = course;
    if (dockerfile === undefined || layout === undefined) return;
    for (const place of relativeUses(course)) {
      if (!tree.has(place.resolved)) continue;
      const selected = tree.select(place.resolved);
      const isIgnored = selected.length > 0 && selected.every((path) => tree.isIgnored(path));
      if ((!isIgnored && !isLeftOut(course, place)) || mayComeFromElsewhere(course, place)) continue;
      yield {
        ...at(place),
        message: `${place.use.path} is opened here, but ${isIgnored ? ".dockerignore keeps it out of the image" : "no COPY brings it beside the notebook"}.`,
        hint: isIgnored
          ? `Add a line !${place.resolved} to .dockerignore.`
          : `Copy ${place.resolved} in the Dockerfile, too.`,
      };
    }
  },
};

export const fileAbsolute: Rule = {
  code: "NB313",
  name: "file-absolute",
  severity: "warning",
  what: "A notebook opens a file by a path that only another machine has.",
  why: "The learner's server has other directories: the cell ends with `FileNotFoundError`.",
  example: {
    language: "python",
    bad: 'pd.read_csv("/content/drive/MyDrive/sales.csv")',
    good: 'pd.read_csv("data/sales.csv")',
  },
  remedy: "Use a path relative to the notebook.",
  *check(course) {
    for (const { notebook, cell, use } of uses(course)) {
      if (
        !/^(\/Users\/|\/home\/(?!jovyan\/)|\/content\/|\/kaggle\/|\/gdrive\/|\/Volumes\/|\/mnt\/|[A-Za-z]:[\\/]|\\\\|~\/)/.test(
          use.path,
        )
      )
        continue;
      if (
        use.guarded ||
        notebook.cells.some(({ code }) => code?.magics.some(({ rest }) => rest.includes(posix.basename(use.path))))
      )
        continue;
      if (course.layout?.files.some(({ imagePath }) => imagePath === use.path)) continue;
      yield {
        path: notebook.path,
        cell: cellReference(cell),
        range: cell.lines.range(use.start, use.end),
        message: `${use.path} is a path of another machine.`,
        hint: "Put the file into the course, and use a path relative to the notebook.",
      };
    }
  },
};

interface Place {
  readonly notebook: NotebookFacts;
  readonly cell: CellFacts;
  readonly use: FileUse;
  /** Of the notebook. */
  readonly directory: string;
  /** Within the course directory. */
  readonly resolved: string;
}

/** Literal relative paths that mean what they say: not guarded, not after a change of directory, not made by the notebook. */
function relativeUses({ notebooks }: CheckedCourse): readonly Place[] {
  return notebooks.flatMap(relativeUsesOf);
}

const relativeUsesOf = rememberedBy((notebook: NotebookFacts): readonly Place[] => {
  if (notebook.cells.some(({ code }) => code?.changesDirectory)) return [];
  const directory = parentOf(notebook.path);
  return [...uses({ notebooks: [notebook] })].flatMap(({ cell, use }) => {
    if (use.guarded || /^([A-Za-z]:|\/|\\|~)/.test(use.path)) return [];
    const resolved = insideCourse(use.path.replaceAll("\\", "/"), directory);
    if (resolved === undefined || isMentioned(notebook, use)) return [];
    return [{ notebook, cell, use, directory, resolved }];
  });
});

function* uses({ notebooks }: Pick<CheckedCourse, "notebooks">) {
  for (const notebook of notebooks) {
    for (const cell of notebook.cells) {
      for (const use of cell.code?.reads ?? []) yield { notebook, cell, use };
    }
  }
}

/** Whether other code of the notebook names the file, and so may write it. */
function isMentioned({ cells }: NotebookFacts, use: FileUse): boolean {
  const name = posix.basename(use.path);
  const stem = name.replace(/\.\w+$/, "");
  return cells.some(({ code }) => {
    if (code === undefined) return false;
    return (
      code.otherStrings.some((text) => text.includes(name) || (stem.length > 2 && posix.basename(text) === stem)) ||
      code.magics.some(({ rest, name: magic }) => `${magic} ${rest}`.includes(name))
    );
  });
}

/** Whether a download, here or in the build, may bring the file, or another notebook writes it. */
function mayComeFromElsewhere({ dockerfile, notebooks }: CheckedCourse, { notebook, use }: Place): boolean {
  if (notebook.cells.some(({ code }) => code?.producesFiles)) return true;
  if (dockerfile !== undefined && downloads(dockerfile)) return true;
  return notebooks.some((other) => other !== notebook && isMentioned(other, use));
}

const downloads = rememberedBy(({ imageInstructions }: DockerfileFacts) =>
  imageInstructions.some(({ keyword, source }) =>
    /\b(wget|curl|git\s+clone|gdown|unzip|tar|kaggle|ADD)\b/.test(`${keyword} ${source}`),
  ),
);

function isLeftOut({ layout }: CheckedCourse, { notebook, resolved, directory }: Place): boolean {
  const own = layout?.imagePathOf(notebook.path);
  if (layout === undefined || own === undefined) return false;
  if (layout.copies.some(({ inImage, destination }) => inImage && destination === undefined)) return false;
  return !layout.holds(posix.join(parentOf(own), posix.relative(directory === "" ? "." : directory, resolved)));
}

function at({ notebook, cell, use }: Place) {
  return { path: notebook.path, cell: cellReference(cell), range: cell.lines.range(use.start, use.end) };
}
