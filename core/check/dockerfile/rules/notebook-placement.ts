import type { CheckedCourse } from "../../checked-course.ts";
import { isNotebookPath } from "../../checked-paths.ts";
import type { Rule } from "../../rule.ts";
import type { Copy } from "../image-layout.ts";
import { installsOf } from "../installs.ts";
import type { Instruction } from "../instruction.ts";
import { shellCommands } from "../shell-command.ts";

export const notebooksBeforeInstalls: Rule = {
  code: "NB130",
  name: "notebooks-before-installs",
  severity: "warning",
  what: "Notebooks are copied before packages are installed or data is downloaded.",
  why: "Docker rebuilds everything after a changed COPY: each edit of a notebook repeats the installs, minutes instead of seconds.",
  example: {
    language: "dockerfile",
    bad: "COPY . ./\nRUN pip install -r requirements.txt",
    good: "COPY requirements.txt ./\nRUN pip install -r requirements.txt\nCOPY . ./",
  },
  remedy: "Copy the notebooks last.",
  *check(course) {
    const { dockerfile } = course;
    const copy = notebookCopies(course)[0];
    if (dockerfile === undefined || copy === undefined) return;
    const after = dockerfile.imageInstructions.slice(dockerfile.imageInstructions.indexOf(copy.instruction) + 1);
    const heavy = after.filter(isHeavy);
    const [first] = heavy;
    if (first === undefined) return;
    const last = (heavy.at(-1) ?? first).range.start.line + 1;
    yield {
      path: dockerfile.path,
      range: copy.instruction.range,
      // No line numbers here: a baseline knows a finding by its message.
      message: "Notebooks are copied before packages are installed: each edit of a notebook runs the installs again.",
      hint: `Copy only requirements.txt here, and the notebooks after line ${last}, the last RUN that installs.`,
    };
  },
};

export const notebooksOutsideServer: Rule = {
  code: "NB131",
  name: "notebooks-outside-server",
  severity: "error",
  what: "Notebooks are copied to a directory that the server does not show.",
  why: "The server starts in the image's working directory (docker-stacks: `/home/jovyan`); a link to a notebook elsewhere finds nothing.",
  example: {
    language: "dockerfile",
    bad: "COPY . /srv/course/",
    good: "COPY . /home/jovyan/",
  },
  remedy: "Copy them below `/home/jovyan`, or leave WORKDIR where they are.",
  *check(course) {
    const { dockerfile, layout } = course;
    const root = layout?.workingDirectory;
    if (dockerfile === undefined || layout === undefined || root === undefined) return;
    const notebooks = layout.files.filter(({ path }) => isNotebookPath(path));
    const [first] = notebooks;
    const inside = (path: string) => path.startsWith(root === "/" ? "/" : `${root}/`);
    if (first === undefined || notebooks.some(({ imagePath }) => inside(imagePath))) return;
    if (
      dockerfile.imageInstructions.some(
        ({ keyword, source }) => keyword === "RUN" && /\b(mv|cp|ln|rsync)\b/.test(source),
      )
    )
      return;
    yield {
      path: dockerfile.path,
      range: first.copy.instruction.words.at(-1)?.range ?? first.copy.instruction.range,
      message: `${first.path} lies at ${first.imagePath} in the image, but the server starts in ${root} and shows nothing else.`,
      hint: `Copy the notebooks to ${root}/, or set WORKDIR to where they are.`,
    };
  },
};

export const notebooksNotCopied: Rule = {
  code: "NB132",
  name: "notebooks-not-copied",
  severity: "warning",
  what: "The course has notebooks, and no line of the Dockerfile brings any of them into the image.",
  why: "The learner's link answers 404, or an empty page with status 200.",
  example: {
    language: "dockerfile",
    bad: "FROM quay.io/jupyter/scipy-notebook:2025-12-31\nRUN pip install plotly==6.0.0",
    good: "FROM quay.io/jupyter/scipy-notebook:2025-12-31\nRUN pip install plotly==6.0.0\nCOPY --chown=1000:100 *.ipynb ./",
  },
  remedy: "Copy them.",
  *check(course) {
    const { dockerfile, layout, tree } = course;
    if (dockerfile?.baseInstruction === undefined || layout === undefined) return;
    const notebooks = [...tree.files].filter(isNotebookPath);
    if (notebooks.length === 0 || notebookCopies(course).length > 0 || layout.copies.some(hasUnknownSource)) return;
    if (dockerfile.imageInstructions.some(mayBringNotebooks)) return;
    const ignored = notebooks.every((path) => tree.isIgnored(path));
    yield {
      path: dockerfile.path,
      range: dockerfile.baseInstruction.keywordRange,
      message: `No line copies a notebook into the image; the course has ${notebooks.length}${ignored ? ", all kept out by .dockerignore" : ""}.`,
      hint: "Add at the end: COPY --chown=1000:100 . /home/jovyan/",
    };
  },
};

export const notebooksOwnedByRoot: Rule = {
  code: "NB133",
  name: "notebooks-owned-by-root",
  severity: "warning",
  what: "Notebooks are copied without `--chown`, and nothing gives them to the learner afterwards.",
  why: "COPY makes root the owner, whatever USER says: the learner can run the notebook but not save it.",
  example: {
    language: "dockerfile",
    bad: "COPY intro.ipynb /home/jovyan/",
    good: "COPY --chown=1000:100 intro.ipynb /home/jovyan/",
  },
  remedy: "Write `COPY --chown=1000:100` (docker-stacks' NB_UID and NB_GID).",
  *check(course) {
    const { dockerfile } = course;
    if (dockerfile?.base?.family !== "docker-stacks") return;
    for (const copy of notebookCopies(course)) {
      const { instruction } = copy;
      if (instruction.flags.some(({ name }) => name === "chown")) continue;
      const after = dockerfile.imageInstructions.slice(dockerfile.imageInstructions.indexOf(instruction) + 1);
      if (
        after.some(
          ({ keyword, source }) => keyword === "RUN" && /\b(chown|chmod|fix-permissions|\w+\.sh)\b/.test(source),
        )
      )
        continue;
      const at = instruction.keywordRange.end;
      const edit = { path: dockerfile.path, range: { start: at, end: at }, newText: " --chown=1000:100" };
      yield {
        path: dockerfile.path,
        range: instruction.range,
        message: `The notebooks copied here belong to root: a learner cannot save them.`,
        hint: `Write ${instruction.keyword} --chown=1000:100 and the rest as it is: the learner is user 1000 of group 100.`,
        fix: { title: "Give the files to the learner (--chown=1000:100)", edits: [edit] },
      };
    }
  },
};

function notebookCopies({ layout, tree }: CheckedCourse): Copy[] {
  const bringsNotebook = ({ sources }: Copy) =>
    sources.some(({ selected }) => selected.some((path) => isNotebookPath(path) && !tree.isIgnored(path)));
  return (layout?.copies ?? []).filter((copy) => copy.inImage && bringsNotebook(copy));
}

function hasUnknownSource({ instruction, sources, inImage }: Copy): boolean {
  return inImage && sources.length < instruction.words.length - 1;
}

function mayBringNotebooks({ keyword, source, flags, heredocs }: Instruction): boolean {
  if (keyword === "RUN") return /\b(git|wget|curl|gdown|nbgitpuller|rsync|cp|mv)\b|\.sh\b|--mount/.test(source);
  if (keyword === "COPY" || keyword === "ADD") return flags.some(({ name }) => name === "from") || heredocs.length > 0;
  return keyword === "VOLUME";
}

const heavyPrograms = /^(apt-get|apt|aptitude|dnf|yum|apk|wget|curl|npm|yarn|R|Rscript|julia|make|cmake)$/;

function isHeavy(instruction: Instruction): boolean {
  if (instruction.keyword !== "RUN") return false;
  if (installsOf(instruction).length > 0) return true;
  return shellCommands(instruction).some(({ words }) => {
    const [first, second] = words.map(({ value }) => value);
    const program = first === "sudo" ? second : first;
    if (program === "apt-get" || program === "apt") return words.some(({ value }) => value === "install");
    return heavyPrograms.test(program ?? "");
  });
}
